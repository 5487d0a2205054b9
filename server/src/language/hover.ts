import { type Hover, MarkupKind } from 'vscode-languageserver-types';
import { documentAt, type ManifestFile, type PlacedDocument, rangeOf } from '../manifest/file.ts';
import { type Schema, schemaAt, schemaOf, valuesOf } from '../manifest/schemas.ts';
import type { CatalogItem } from '../protocol/catalog.ts';
import { parseServiceName } from '../rules/naming/serviceName.ts';
import { namesOf } from '../rules/references.ts';
import type { CatalogView } from './catalogView.ts';
import {
  describeField,
  describeImageVersion,
  describeItem,
  describeServices,
  escapeMarkdown,
  summarize,
} from './describe.ts';
import { detailsLinks } from './entry/detailsLinks.ts';
import { imageVersions } from './images.ts';
import { type NamedThing, namedAt, OWNER } from './namedPlaces.ts';
import { isOwnName } from './occurrences.ts';
import { ruleKeys, ruleNames } from './ruleNames.ts';
import { scalarAt, type Target } from './scalarAt.ts';
import { describeInExpression, expressionWordAt } from './templateExpressions.ts';

/**
 * What stands at an offset (in UTF-16 units) of a file: a field as its schema tells it, or what a value names.
 * Null where there is nothing to say.
 *
 * @param links `details`: the editor shows the details of what is named
 */
export function hover(
  file: ManifestFile,
  offset: number,
  catalog: CatalogView,
  links: { details: boolean } = { details: false },
): Hover | null {
  const placed = documentAt(file, offset);
  const target = placed && scalarAt(placed.document.root, offset - placed.offset);
  if (placed && !target) return hoverSuppression(placed, offset - placed.offset, catalog);
  if (!placed || !target) return null;
  const word = target.isKey
    ? undefined
    : expressionWordAt(placed.document, target.path, offset - placed.offset);
  const named = word && describeInExpression(placed.document, word, catalog.catalog);
  if (word && named)
    return { contents: { kind: MarkupKind.Markdown, value: named }, range: rangeOf(placed, word) };
  const value = target.isKey ? describeKey(placed, target, catalog) : describeValue(placed, target, catalog);
  if (!value) return null;
  const more = links.details && !target.isKey ? detailsLinks(entriesAt(placed, target, catalog)) : '';
  const whole = more === '' ? value : `${value}\n\n${more}`;
  return { contents: { kind: MarkupKind.Markdown, value: whole }, range: rangeOf(placed, target.node) };
}

/** The entries that a value names, its own manifest's among them. */
function entriesAt(
  { document: { kind } }: PlacedDocument,
  { node, path }: Target,
  catalog: CatalogView,
): CatalogItem[] {
  const isOwn = isOwnName(path);
  const thing = isOwn ? kind && { kind } : namedAt(kind, path);
  if (!thing || thing.kind === OWNER) return [];
  const [written = ''] = thing.kind === 'GoldenImage' ? String(node.value).split('@') : [String(node.value)];
  const names = namesOf({ ...thing, name: written });
  return catalog.items(thing.kind).filter(({ name }) => names.includes(name));
}

/** The rule that a comment silences. */
function hoverSuppression(placed: PlacedDocument, offset: number, catalog: CatalogView): Hover | null {
  const { text, suppressions } = placed.document;
  const silenced = suppressions.find(({ start, end }) => start <= offset && offset <= end);
  const rule = silenced && ruleNames(catalog).find(({ id }) => id === silenced.rule);
  if (!rule) return null;
  const start = text.indexOf(rule.id, silenced.start);
  const range = rangeOf(placed, { start, end: start + rule.id.length });
  const value = `**${rule.id}** (${rule.severity})\n\n${rule.summary}`;
  return { contents: { kind: MarkupKind.Markdown, value }, range };
}

function describeKey(
  { document }: PlacedDocument,
  { path }: Target,
  catalog: CatalogView,
): string | undefined {
  const root = schemaOf(document.kind);
  const parent = schemaAt(root, path.slice(0, -1));
  const key = String(path.at(-1));
  const schema = schemaAt(root, path);
  if (!parent || !schema) return undefined;
  const rule = ruleKeys(parent, catalog).find(({ id }) => id === key);
  const isRequired = parent.required?.includes(key) ?? false;
  return withHeading(rule ? { ...schema, title: key, description: rule.summary } : schema, key, isRequired);
}

function withHeading(schema: Schema, key: string, isRequired: boolean): string | undefined {
  const summary = summarize(schema, isRequired);
  const title = schema.title && schema.title !== key ? `**${schema.title}** \`${key}\`` : `**${key}**`;
  const description = describeField(schema);
  if (!summary && !description) return undefined;
  return [summary ? `${title} (${summary})` : title, description].filter(Boolean).join('\n\n');
}

function describeValue(
  placed: PlacedDocument,
  { node, path }: Target,
  catalog: CatalogView,
): string | undefined {
  const { kind } = placed.document;
  const value = String(node.value);
  const field = path.join('.');
  if (field === 'kind') {
    const { title, description } = schemaOf(value);
    return title === value && description ? `**${title}**\n\n${description}` : undefined;
  }
  if (field === 'metadata.name' && kind === 'Service') return describeServiceName(value, catalog);
  const thing = namedAt(kind, path);
  if (thing?.kind === OWNER) return describeOwner(value, catalog);
  const card = thing && describeNamed(thing, value, catalog);
  if (card) return card;
  const schema = schemaAt(schemaOf(kind), path);
  return schema && valuesOf(schema).length > 1 ? withHeading(schema, String(path.at(-1)), false) : undefined;
}

function describeOwner(owner: string, catalog: CatalogView): string | undefined {
  const services = catalog.items('Service').filter((item) => item.owner === owner);
  if (services.length === 0 && !catalog.owners().includes(owner)) return undefined;
  const names = services.slice(0, MAX_LISTED).map(({ name }) => `\`${name}\``);
  const more = services.length > MAX_LISTED ? ` and ${services.length - MAX_LISTED} more` : '';
  const owned = services.length ? `Owns ${names.join(', ')}${more}.` : 'Owns no service yet.';
  return `**${escapeMarkdown(owner)}** (owner)\n\n${owned}`;
}

const MAX_LISTED = 10;

/** The card of what a reference names. */
function describeNamed({ kind, inAnyEnvironment }: NamedThing, written: string, catalog: CatalogView) {
  if (kind === 'GoldenImage') return describeImage(written, catalog);
  const named = inAnyEnvironment ? namesOf({ name: written, inAnyEnvironment }) : [written];
  const items = catalog.items(kind).filter(({ name }) => named.includes(name));
  return inAnyEnvironment ? describeServices(written, items) : items[0] && describeItem(items[0]);
}

/** The image, and the state of the version that is named; without one, of each. */
function describeImage(written: string, catalog: CatalogView): string | undefined {
  const [name = '', version] = written.split('@');
  const versions = imageVersions(catalog, name).filter((each) => !version || each.version === version);
  const item = catalog.items('GoldenImage').find((each) => each.name === name);
  if (!item || versions.length === 0) return undefined;
  return [
    describeItem(item),
    versions.map(({ version, state }) => describeImageVersion(version, state)).join('  \n'),
  ].join('\n\n');
}

/** The parts of `<env>-<vertical>-<service>`, and what the catalog says of the whole. */
function describeServiceName(name: string, catalog: CatalogView): string | undefined {
  const parts = parseServiceName(name, catalog.verticals());
  const item = catalog.items('Service').find((each) => each.name === name);
  const says = parts
    ? `Environment \`${parts.environment}\`, vertical \`${parts.vertical}\`, service \`${parts.service}\``
    : '';
  return [item ? describeItem(item) : '', says].filter(Boolean).join('\n\n') || undefined;
}
