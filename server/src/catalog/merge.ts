import { ENVIRONMENTS, type Environment } from '../manifest/document.ts';
import { environmentOf, isEnvironment } from '../manifest/environment.ts';
import { rangeOf } from '../manifest/file.ts';
import { releaseOf } from '../manifest/release.ts';
import { formatPath, type Path, type Plain, plainAt } from '../manifest/tree.ts';
import type { CatalogItem, CatalogState } from '../protocol/catalog.ts';
import { differencesFrom } from '../rules/catalog/differences.ts';
import type { CatalogEntry, Declaration, Knowledge } from '../rules/facts.ts';
import type { Catalog } from './catalog.ts';
import { prodVerdictOfEntry, prodVerdictOfManifest } from './prodVerdict.ts';

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
    const { kind, name, document } = declaration;
    seen.add(itemKey(kind, name, environmentOf(document)));
    items.push(itemOfManifest(catalog, declaration, count(declaration)));
  }
  for (const entry of catalog.controlPlane.entries()) {
    if (!seen.has(itemKey(entry.kind, entry.name, entry.environment)))
      items.push(itemOfEntry(catalog, entry));
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
    .map((declaration) => itemOfManifest(catalog, declaration, count(declaration)));
  const registered = [undefined, ...ENVIRONMENTS].flatMap((environment) => {
    if (declared.some((item) => item.environment === environment)) return [];
    const entry = catalog.entry(kind, name, environment);
    return entry.state === 'known' ? [itemOfEntry(catalog, entry.value)] : [];
  });
  return [...declared, ...registered];
}

/** A manifest beside its entry, if it has one. */
export function itemOfManifest(
  catalog: Catalog,
  declaration: Declaration,
  findings: ReturnType<CountFindings>,
): CatalogItem {
  const { kind, name, document, at } = declaration;
  const environment = environmentOf(document);
  const answer = entryOf(catalog, declaration, environment);
  const drift =
    answer.state === 'known' ? differencesFrom(answer.value, document).map(formatPath).sort() : [];
  const states: Record<typeof answer.state, CatalogState> = {
    known: drift.length ? 'drifted' : 'synced',
    absent: 'local',
    unknown: 'unknown',
  };
  const range = rangeOfName(catalog, declaration);
  const prod = prodVerdictOfManifest(catalog, declaration);
  return {
    ...described((path) => document.written(path), environment),
    kind,
    name,
    state: states[answer.state],
    ...(drift.length ? { drift } : {}),
    uri: at.uri,
    ...(range ? { range } : {}),
    ...findings,
    ...(answer.state === 'known'
      ? { version: answer.value.version, registeredAt: answer.value.registeredAt }
      : {}),
    ...(prod ? { prod } : {}),
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

/** An entry that no manifest of the workspace describes. */
export function itemOfEntry(catalog: Catalog, entry: CatalogEntry): CatalogItem {
  const { kind, name, environment, manifest, version, registeredAt } = entry;
  const prod = prodVerdictOfEntry(catalog, entry);
  return {
    ...described((path) => plainAt(manifest, path), environment),
    kind,
    name,
    state: 'remote',
    errors: 0,
    warnings: 0,
    version,
    registeredAt,
    ...(prod ? { prod } : {}),
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

/** By which a manifest and its entry are one. */
export function itemKey(kind: string, name: string, environment: Environment | undefined): string {
  return [kind, name, environment ?? ''].join('\0');
}

/** The order of lists. */
export function byEnvironmentThenName(a: CatalogItem, b: CatalogItem): number {
  const rank = ({ environment }: CatalogItem) => (environment ? ENVIRONMENTS.indexOf(environment) : -1);
  return rank(a) - rank(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.kind < b.kind ? -1 : 1);
}
