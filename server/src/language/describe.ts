import { resolve, type Schema, valuesOf } from '../manifest/schemas.ts';
import type { CatalogItem, CatalogState } from '../protocol/catalog.ts';

const TYPE_NAMES: Record<string, string> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: '`true` or `false`',
  array: 'list',
  object: 'map',
};

const FORMAT_NAMES: Record<string, string> = {
  uri: 'URL',
  date: 'date (YYYY-MM-DD)',
  regex: 'regular expression',
};

/** "list of text, required": what a field takes, in a few words. */
export function summarize(schema: Schema, isRequired: boolean): string {
  return [typeName(schema), isRequired ? 'required' : ''].filter(Boolean).join(', ');
}

/** What a field is for and what it may say, as Markdown. */
export function describeField(schema: Schema): string {
  const allowed = valuesOf(schema.items ? resolve(schema.items) : schema);
  const range = rangeName(schema);
  const facts = [
    allowed.length > 1 ? `Allowed: ${codes(allowed)}` : allowed.length ? `Always ${codes(allowed)}` : '',
    range ? `Range: ${range}` : '',
    schema.default === undefined ? '' : `Default: ${codes([schema.default])}`,
    schema.examples?.length ? `For example: ${codes(schema.examples)}` : '',
    schema.required?.length ? `Must have: ${codes(schema.required)}` : '',
  ];
  return [schema.description ?? '', facts.filter(Boolean).join('  \n')].filter(Boolean).join('\n\n');
}

const STATES: Record<CatalogState, string> = {
  synced: 'registered, as its manifest says',
  drifted: 'registered, but its manifest differs',
  local: 'not registered',
  remote: 'registered, without a manifest in this workspace',
  unknown: 'nobody can say whether it is registered',
};

/** A thing of the catalog, as Markdown. */
export function describeItem(item: CatalogItem): string {
  const { owner, vertical, environment, sensitivity, state, drift } = item;
  return card(item, [
    ['Owner', owner],
    ['Vertical', vertical],
    ['Environment', environment],
    ['Data sensitivity', sensitivity],
    ['Catalog', STATES[state]],
    ['Differs in', drift?.length ? codes(drift) : undefined],
  ]);
}

/** A version of a golden image, as a line of Markdown. */
export function describeImageVersion(version: string, state: string | undefined): string {
  return state ? `Version ${codes([version])}: ${escapeMarkdown(state)}` : `Version ${codes([version])}`;
}

/** A service in each of its environments, as Markdown; undefined for one that is in none. */
export function describeServices(base: string, items: readonly CatalogItem[]): string | undefined {
  const last = items.at(-1);
  if (!last) return undefined;
  const all = (say: (item: CatalogItem) => string | undefined) =>
    [...new Set(items.flatMap((item) => say(item) ?? []))].join(', ') || undefined;
  return card({ ...last, name: base }, [
    ['Owner', all(({ owner }) => owner)],
    ['Vertical', all(({ vertical }) => vertical)],
    ['Data sensitivity', all(({ sensitivity }) => sensitivity)],
    ...items.map(({ environment = '', state }): Row => [environment, STATES[state]]),
  ]);
}

type Row = [label: string, value: string | undefined];

function card(
  { kind, name, title, description }: Pick<CatalogItem, 'kind' | 'name' | 'title' | 'description'>,
  rows: readonly Row[],
): string {
  const facts = rows.flatMap(([label, value]) => (value === undefined ? [] : [`${label}: ${value}`]));
  const heading = title ? `**${escapeMarkdown(title)}** \`${name}\` (${kind})` : `**${name}** (${kind})`;
  return [heading, escapeMarkdown(description ?? ''), facts.join('  \n')].filter(Boolean).join('\n\n');
}

/** Text from a manifest shows as it is written; it formats nothing and links nowhere. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~]/g, '\\$&');
}

function typeName(schema: Schema): string {
  if (schema.format && FORMAT_NAMES[schema.format]) return FORMAT_NAMES[schema.format] ?? '';
  const names = [schema.type ?? []].flat().map((type) => TYPE_NAMES[type] ?? type);
  const item = schema.items && typeName(resolve(schema.items));
  if (schema.type === 'array' && item) return item === 'map' ? 'list of maps' : `list of ${item}`;
  return names.join(' or ');
}

function rangeName({ minimum, maximum }: Schema): string {
  if (minimum === undefined) return maximum === undefined ? '' : `at most ${maximum}`;
  return maximum === undefined ? `at least ${minimum}` : `${minimum} to ${maximum}`;
}

function codes(values: readonly unknown[]): string {
  return values.map((value) => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``).join(', ');
}
