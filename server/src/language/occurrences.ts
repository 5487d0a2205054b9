import type { Location } from 'vscode-languageserver-types';
import type { ManifestDocument } from '../manifest/document.ts';
import { documentAt, type ManifestFile, type PlacedDocument, rangeOf } from '../manifest/file.ts';
import { type Path, type ScalarNode, type Span, walk } from '../manifest/tree.ts';
import type { DocumentRef } from '../rules/facts.ts';
import { namesOf } from '../rules/references.ts';
import { type NamedThing, namedAt } from './namedPlaces.ts';
import { scalarAt } from './scalarAt.ts';

/** Something that manifests name: an owner, a manifest by its kind, or a service in any of its environments. */
export interface Thing extends NamedThing {
  /** The full name; with `inAnyEnvironment` the name without its environment. */
  name: string;
}

/** A place that names a thing. */
export interface Occurrence extends Thing {
  /** Of the name within the document's text: without quotes, and without `@<version>`. */
  span: Span;
  path: Path;
  /** Of an image, where it is stated behind the name. */
  version?: string;
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

/**
 * Every place of a workspace that names a thing. A service is also named by what is met by it in any environment, and
 * whoever asks for the service in any environment means that of each.
 */
export function occurrencesOf(
  files: Iterable<readonly [uri: string, file: ManifestFile]>,
  thing: Thing,
): PlacedOccurrence[] {
  const found: PlacedOccurrence[] = [];
  const names = new Set(namesOf(thing));
  for (const [uri, file] of files) {
    for (const [index, placed] of file.documents.entries()) {
      for (const occurrence of occurrencesIn(placed.document)) {
        if (occurrence.kind !== thing.kind) continue;
        const isMeant = occurrence.inAnyEnvironment
          ? isSameThing(occurrence, thing) || namesOf(occurrence).includes(thing.name)
          : names.has(occurrence.name);
        if (isMeant) found.push({ ...occurrence, at: { uri, index }, placed });
      }
    }
  }
  return found;
}

/** Whether two names are the same one, not just met by one another. */
export function isSameThing(a: Thing, b: Thing): boolean {
  return a.kind === b.kind && a.name === b.name && a.inAnyEnvironment === b.inAnyEnvironment;
}

export function locationOf({ at, placed, span }: PlacedOccurrence): Location {
  return { uri: at.uri, range: rangeOf(placed, span) };
}

/** Whether a path is that of the name that a manifest gives itself. */
export function isOwnName(path: Path): boolean {
  return path.length === 2 && path[0] === 'metadata' && path[1] === 'name';
}

function occurrenceOf(document: ManifestDocument, path: Path, node: ScalarNode): Occurrence | undefined {
  if (typeof node.value !== 'string' || node.value === '' || node.style === 'block') return undefined;
  const { kind } = document;
  const isOwn = isOwnName(path);
  const thing = isOwn ? kind && { kind } : namedAt(kind, path);
  if (!thing) return undefined;
  const isVersioned = thing.kind === 'GoldenImage' && !isOwn;
  const [name = '', version] = isVersioned ? node.value.split('@') : [node.value];
  const span = spanOfName(document.text, node, name);
  if (name === '' || !span) return undefined;
  const isListed = kind === 'Policy' && path[0] === 'spec';
  const role = isOwn || isListed ? 'declaration' : 'reference';
  const { inAnyEnvironment } = thing;
  return {
    kind: thing.kind,
    name,
    span,
    path,
    role,
    ...(inAnyEnvironment ? { inAnyEnvironment } : {}),
    ...(version ? { version } : {}),
  };
}

/** Where a name is written that a scalar consists of or, with `@<version>`, starts with. */
function spanOfName(text: string, node: ScalarNode, name: string): Span | undefined {
  const quote = node.style === 'plain' ? 0 : 1;
  const start = node.start + quote;
  if (text.startsWith(name, start)) return { start, end: start + name.length };
  // Escapes make the text longer than the value: the whole is the name, unless more than that is written there.
  return name === node.value ? { start, end: node.end - quote } : undefined;
}
