import { ENVIRONMENTS, type Environment } from '../manifest/document.ts';
import { environmentOf, isEnvironment } from '../manifest/environment.ts';
import { rangeOf } from '../manifest/file.ts';
import { releaseOf } from '../manifest/release.ts';
import { formatPath, type Path, type Plain, plainAt } from '../manifest/tree.ts';
import type { CatalogItem, CatalogState } from '../protocol.ts';
import { differencesFrom } from '../rules/catalog/differences.ts';
import type { CatalogEntry, Declaration, Knowledge } from '../rules/facts.ts';
import type { Catalog } from './catalog.ts';

/** Findings of a document, to show beside its entry. */
export type CountFindings = (declaration: Declaration) => { errors: number; warnings: number };

/**
 * Workspace and control plane side by side: one item for each kind, name and environment. Unknown is never shown as
 * absent: while nobody can say what is registered, local manifests are `unknown`.
 */
export function mergeCatalog(catalog: Catalog, count: CountFindings): CatalogItem[] {
  const items: CatalogItem[] = [];
  const seen = new Set<string>();
  for (const declaration of catalog.workspace.declarations()) {
    const environment = environmentOf(declaration.document);
    seen.add(keyOf(declaration.kind, declaration.name, environment));
    items.push(fromManifest(catalog, declaration, environment, count));
  }
  for (const entry of catalog.controlPlane.entries()) {
    if (!seen.has(keyOf(entry.kind, entry.name, entry.environment))) items.push(fromEntry(entry));
  }
  return items.sort(byEnvironmentThenName);
}

/** The items of a kind and name, in whichever environments: those described in the workspace first. */
export function itemsNamed(
  catalog: Catalog,
  kind: string,
  name: string,
  count: CountFindings = () => ({ errors: 0, warnings: 0 }),
): CatalogItem[] {
  const declared = catalog
    .declarations(kind, name)
    .map((declaration) => fromManifest(catalog, declaration, environmentOf(declaration.document), count));
  const registered = [undefined, ...ENVIRONMENTS].flatMap((environment) => {
    if (declared.some((item) => item.environment === environment)) return [];
    const entry = catalog.entry(kind, name, environment);
    return entry.state === 'known' ? [fromEntry(entry.value)] : [];
  });
  return [...declared, ...registered];
}

function fromManifest(
  catalog: Catalog,
  declaration: Declaration,
  environment: Environment | undefined,
  count: CountFindings,
): CatalogItem {
  const { kind, name, document, at } = declaration;
  const answer = entryOf(catalog, declaration, environment);
  const drift =
    answer.state === 'known' ? differencesFrom(answer.value, document).map(formatPath).sort() : [];
  const states: Record<typeof answer.state, CatalogState> = {
    known: drift.length ? 'drifted' : 'synced',
    absent: 'local',
    unknown: 'unknown',
  };
  const range = rangeOfName(catalog, declaration);
  return {
    ...described((path) => document.written(path), environment),
    kind,
    name,
    state: states[answer.state],
    ...(drift.length ? { drift } : {}),
    uri: at.uri,
    ...(range ? { range } : {}),
    ...count(declaration),
    ...(answer.state === 'known'
      ? { version: answer.value.version, registeredAt: answer.value.registeredAt }
      : {}),
  };
}

/** Where another version of a golden image is registered that the workspace has as well, this one is not. */
function entryOf(
  catalog: Catalog,
  { kind, name, document }: Declaration,
  environment: Environment | undefined,
): Knowledge<CatalogEntry> {
  const answer = catalog.entry(kind, name, environment, releaseOf(document));
  if (kind !== 'GoldenImage' || answer.state !== 'known') return answer;
  const { spec } = answer.value.manifest as { spec?: { version?: Plain } };
  const registered = spec?.version;
  if (document.stated(['spec', 'version']) === registered) return answer;
  const images = catalog.declarations(kind, name);
  const isOther = images.some((image) => image.document.stated(['spec', 'version']) === registered);
  return isOther ? { state: 'absent' } : answer;
}

function fromEntry({ kind, name, environment, manifest, version, registeredAt }: CatalogEntry): CatalogItem {
  return {
    ...described((path) => plainAt(manifest, path), environment),
    kind,
    name,
    state: 'remote',
    errors: 0,
    warnings: 0,
    version,
    registeredAt,
  };
}

function described(
  valueAt: (path: Path) => Plain | undefined,
  environment: Environment | undefined,
): Partial<CatalogItem> {
  const text = (...path: string[]): string | undefined => {
    const value = valueAt(path);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const fields = {
    environment: isEnvironment(environment) ? environment : undefined,
    vertical: text('metadata', 'tags', 'Vertical'),
    owner: text('metadata', 'tags', 'Owner'),
    sensitivity: text('metadata', 'tags', 'DataSensitivity'),
    title: text('metadata', 'title'),
    description: text('metadata', 'description'),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function rangeOfName(catalog: Catalog, { at, document }: Declaration): CatalogItem['range'] {
  const placed = catalog.workspace.file(at.uri)?.documents[at.index];
  return placed && rangeOf(placed, document.place(['metadata', 'name']));
}

function keyOf(kind: string, name: string, environment: Environment | undefined): string {
  return [kind, name, environment ?? ''].join('\0');
}

function byEnvironmentThenName(a: CatalogItem, b: CatalogItem): number {
  const rank = ({ environment }: CatalogItem) => (environment ? ENVIRONMENTS.indexOf(environment) : -1);
  return rank(a) - rank(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.kind < b.kind ? -1 : 1);
}
