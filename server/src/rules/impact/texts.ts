import type { ImpactField } from '../../impact/finding.ts';
import type { ManifestDocument } from '../../manifest/document.ts';
import { scalarText } from '../../manifest/scalarText.ts';
import { itemsOf, type MapEntry, type Path, type ScalarNode, type Span, walk } from '../../manifest/tree.ts';
import { type PathPattern, parsePath, placesOf } from '../policy/path.ts';
import { credentialIn } from '../security/credential.ts';

/** A text of a manifest that Impact Check reads. */
export interface ManifestText {
  field: ImpactField;
  text: string;
  /** Of the value; of the entry for a key and its value together. */
  path: Path;
  /** Where its scalar begins, or its key. */
  start: number;
  /** Where a part of the text stands in the document. */
  placeOf(part: Span): Span;
}

/** By kind, what is prose, what names something of our own, and what is a map of free keys and values. */
interface Fields {
  prose?: readonly string[];
  names?: readonly string[];
  maps?: readonly string[];
}

/** In every kind. */
const SHARED: Fields = {
  prose: ['metadata.title', 'metadata.description', 'metadata.links[*].title'],
  names: ['metadata.name'],
  maps: ['metadata.tags', 'metadata.labels', 'metadata.annotations'],
};

/**
 * What is left out on purpose: names of others (`dependsOn`, `apis`, `providedBy`: told where they are declared; images,
 * packages, commands, URLs: not ours to change), a service's or machine's segments that its name repeats, values from a
 * list, and what a policy or vertical says about wording itself (`terms`, `allowed`).
 */
const FIELDS: Readonly<Record<string, Fields>> = {
  Service: {
    prose: ['spec.pricing.tiers[*].name', 'spec.impact.outcomes[*].name'],
    names: ['spec.ports[*].name', 'spec.secrets[*].name', 'spec.pricing.unit'],
    maps: ['spec.env', 'spec.template.answers'],
  },
  Vertical: { prose: ['spec.focus', 'spec.pricing.tiers[*].name'], names: ['spec.pricing.unit'] },
  Agent: { names: ['spec.skills[*]'] },
  McpServer: { names: ['spec.roles[*]'], maps: ['spec.env'] },
  Environment: { maps: ['spec.variables'] },
  Policy: {
    prose: ['spec.custom[*].message'],
    names: ['spec.custom[*].id', 'spec.owners[*]', 'spec.verticals[*]'],
  },
};

/** The texts of a document outside its criteria, in no particular order. Those that do not fit the schema are not stated. */
export function* textsOf(document: ManifestDocument): Generator<ManifestText> {
  for (const { prose, names, maps } of [SHARED, fieldsOf(document.kind)]) {
    for (const path of prose ?? []) yield* scalarsAt(document, path, 'description');
    for (const path of names ?? []) yield* scalarsAt(document, path, 'name');
    for (const path of maps ?? []) yield* entriesAt(document, path);
  }
}

/** The text at a path; undefined where there is none, or no text. */
export function textAt(document: ManifestDocument, path: Path, field: ImpactField): ManifestText | undefined {
  const node = document.node(path);
  if (node?.type !== 'scalar' || typeof node.value !== 'string') return undefined;
  if (document.stated(path) === undefined) return undefined;
  return { field, path, start: node.start, ...scalarText(document.text, node) };
}

function fieldsOf(kind: string | undefined): Fields {
  return kind !== undefined && Object.hasOwn(FIELDS, kind) ? (FIELDS[kind] ?? {}) : {};
}

function* scalarsAt(
  document: ManifestDocument,
  pattern: string,
  field: ImpactField,
): Generator<ManifestText> {
  for (const path of placesOf(document.root, patternOf(pattern))) {
    const text = textAt(document, path, field);
    if (text) yield text;
  }
}

/** The entries of a free map, however deep: each key with its value, keys of maps and lists by themselves. */
function* entriesAt(document: ManifestDocument, pattern: string): Generator<ManifestText> {
  for (const top of placesOf(document.root, patternOf(pattern))) {
    if (document.stated(top) === undefined) continue;
    for (const { node, path } of walk(document.node(top), top)) {
      if (node.type === 'map') for (const entry of node.entries) yield entryText(document, entry, path);
      if (node.type !== 'sequence') continue;
      for (const [index, item] of itemsOf(node).entries()) {
        const text = item.type === 'scalar' ? scalarText(document.text, item) : undefined;
        if (text?.text) yield { field: 'label', path: [...path, index], start: item.start, ...text };
      }
    }
  }
}

function entryText(document: ManifestDocument, { key, value }: MapEntry, above: Path): ManifestText {
  const path = [...above, String(key.value)];
  const own = scalarText(document.text, textual(key));
  const other = value.type === 'scalar' && typeof value.value === 'string' ? value : undefined;
  // What a credential spells by chance means nothing, and is not to be told.
  if (!other || credentialIn(own.text, String(other.value)))
    return { field: 'name', path, start: key.start, ...own };
  const said = scalarText(document.text, other);
  const gap = own.text.length + SEPARATOR.length;
  return {
    field: 'label',
    path,
    start: key.start,
    text: own.text + SEPARATOR + said.text,
    placeOf({ start, end }) {
      const inKey =
        start < own.text.length ? own.placeOf({ start, end: Math.min(end, own.text.length) }) : undefined;
      const inValue =
        end > gap ? said.placeOf({ start: Math.max(start - gap, 0), end: end - gap }) : undefined;
      const first = inKey ?? inValue ?? { start: key.start, end: other.end };
      return { start: first.start, end: Math.max(first.end, inValue?.end ?? 0) };
    },
  };
}

const SEPARATOR = ': ';

/** A key as text: `1:` and `true:` name something too. */
function textual(key: ScalarNode): ScalarNode {
  return { ...key, value: String(key.value) };
}

const patterns = new Map<string, PathPattern>();

function patternOf(path: string): PathPattern {
  const known = patterns.get(path) ?? parsePath(path) ?? [];
  patterns.set(path, known);
  return known;
}
