import type { Location } from 'vscode-languageserver-types';
import type { ManifestDocument } from '../manifest/document.ts';
import { documentAt, type ManifestFile, type PlacedDocument, rangeOf } from '../manifest/file.ts';
import { type Path, type ScalarNode, type Span, walk } from '../manifest/tree.ts';
import type { DocumentRef } from '../rules/facts.ts';
import { type NamedThing, namedAt } from './namedPlaces.ts';
import { scalarAt } from './scalarAt.ts';

/** Something that manifests name: an owner, or a manifest by its kind. */
export interface Thing {
  kind: NamedThing;
  name: string;
}

/** A place that names a thing. */
export interface Occurrence extends Thing {
  /** Of the name within the document's text: without quotes, and without `@<version>`. */
  span: Span;
  path: Path;
  /** The manifest that describes the thing, or the policy that lists it. */
  role: 'declaration' | 'reference';
}

export interface PlacedOccurrence extends Occurrence {
  at: DocumentRef;
  placed: PlacedDocument;
}

/** The thing named at an offset of a file, with the span of its name. */
export function occurrenceAt(
  file: ManifestFile,
  offset: number,
): { placed: PlacedDocument; occurrence: Occurrence } | undefined {
  const placed = documentAt(file, offset);
  const target = placed && scalarAt(placed.document.root, offset - placed.offset);
  if (!target || target.isKey) return undefined;
  const occurrence = occurrenceOf(placed.document, target.path, target.node);
  return occurrence && { placed, occurrence };
}

const known = new WeakMap<ManifestDocument, Occurrence[]>();

/** Every name in a document, in reading order. What an alias stands for counts at its anchor. */
export function occurrencesIn(document: ManifestDocument): Occurrence[] {
  let found = known.get(document);
  if (!found) {
    found = [];
    for (const { node, path } of walk(document.root)) {
      if (node.type !== 'scalar' || node.aliased) continue;
      const occurrence = occurrenceOf(document, path, node);
      if (occurrence) found.push(occurrence);
    }
    known.set(document, found);
  }
  return found;
}

/** Every place of a workspace that names a thing. */
export function occurrencesOf(
  files: Iterable<readonly [uri: string, file: ManifestFile]>,
  { kind, name }: Thing,
): PlacedOccurrence[] {
  const found: PlacedOccurrence[] = [];
  for (const [uri, file] of files) {
    for (const [index, placed] of file.documents.entries()) {
      for (const occurrence of occurrencesIn(placed.document)) {
        if (occurrence.kind === kind && occurrence.name === name)
          found.push({ ...occurrence, at: { uri, index }, placed });
      }
    }
  }
  return found;
}

export function locationOf({ at, placed, span }: PlacedOccurrence): Location {
  return { uri: at.uri, range: rangeOf(placed, span) };
}

function occurrenceOf(document: ManifestDocument, path: Path, node: ScalarNode): Occurrence | undefined {
  if (typeof node.value !== 'string' || node.value === '' || node.style === 'block') return undefined;
  const { kind } = document;
  const isOwnName = path.length === 2 && path[0] === 'metadata' && path[1] === 'name';
  const thing = isOwnName ? kind : namedAt(kind, path);
  if (thing === undefined) return undefined;
  const quote = node.style === 'plain' ? 0 : 1;
  const name = thing === 'GoldenImage' && !isOwnName ? (node.value.split('@')[0] ?? '') : node.value;
  const start = node.start + quote;
  // An escape sequence makes the text longer than the value: then the whole scalar stands for it.
  const plain = document.text.startsWith(name, start);
  const span = plain ? { start, end: start + name.length } : { start: node.start, end: node.end };
  const role = isOwnName || kind === 'Policy' ? 'declaration' : 'reference';
  return { kind: thing, name, span, path, role };
}
