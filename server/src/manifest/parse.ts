import type { ManifestDocument, SchemaProblem, Suppression, SyntaxProblem } from './document.ts';
import { lineBreak, lineStart } from './extents.ts';
import { readPlainYaml } from './fastYaml.ts';
import type { ManifestFile, PlacedDocument } from './file.ts';
import { lineStartsOf } from './lines.ts';
import { keyPlaceOf, placeOf } from './place.ts';
import { isUnfit, judge } from './schema.ts';
import { splitDocuments } from './split.ts';
import { findSuppressions } from './suppressions.ts';
import {
  isNull,
  type ManifestNode,
  nodeAt,
  type Path,
  type Plain,
  plainAt,
  plainOf,
  type Span,
} from './tree.ts';
import { parseYaml } from './yaml.ts';

/** More text than this is no manifest; parsing it would hold up everything else. In UTF-16 units. */
export const MAX_FILE_LENGTH = 2_000_000;
/** More documents than this in one file are not read. */
const MAX_DOCUMENTS = 5_000;

/**
 * Parses a manifest file. Never throws; what is wrong is in the documents' problems.
 *
 * @param previous an earlier state of the same file: documents whose text did not change are taken over as they are
 */
export function parseManifest(text: string, previous?: ManifestFile): ManifestFile {
  const refusal = refuse(text);
  if (refusal) return refusedFile(text, refusal);
  const parsed = previous?.documents.filter(({ document }) => document instanceof ParsedDocument);
  const kept = new Map(parsed?.map(({ document }) => [document.text, document]));
  // A refusal's document does not hold the text that it refuses.
  kept.delete('');
  const chunks = splitDocuments(text);
  const documents: PlacedDocument[] = [];
  let firstLine = 0;
  for (const { offset, text: chunk } of chunks.slice(0, MAX_DOCUMENTS)) {
    const document = kept.get(chunk) ?? parseDocument(previous ? detached(chunk) : chunk);
    kept.set(chunk, document);
    documents.push({ offset, firstLine, document });
    firstLine += document.lineStarts.length - 1;
  }
  const unread = chunks[MAX_DOCUMENTS];
  if (unread) {
    const message = `The file holds ${chunks.length} documents; from here on they are not read, as a file may hold ${MAX_DOCUMENTS}. Split it into several files.`;
    documents.push({ offset: unread.offset, firstLine, document: refusedDocument(message) });
  }
  return { text, documents };
}

/**
 * A copy of a part of a text. The part itself would keep the whole text in memory, and with it one state of the file
 * for each document that was edited.
 */
function detached(part: string): string {
  return String(JSON.parse(JSON.stringify(part)));
}

/** Why a text is not even looked at as YAML, or undefined. */
function refuse(text: string): string | undefined {
  if (text.length > MAX_FILE_LENGTH) {
    const size = (text.length / 1_000_000).toFixed(1);
    return `The file holds ${size} million characters; manifests are read up to ${MAX_FILE_LENGTH / 1_000_000} million. Split it into several files.`;
  }
  if (text.includes('\u0000')) return 'The file is binary, not text. Manifests are UTF-8 text.';
  return undefined;
}

/** A file that is no manifest text at all: one document with the reason as its only problem. */
export function refusedFile(text: string, message: string): ManifestFile {
  return { text, documents: [{ offset: 0, firstLine: 0, document: refusedDocument(message) }] };
}

function refusedDocument(message: string): ManifestDocument {
  return new ParsedDocument('', undefined, [{ start: 0, end: 0, message }]);
}

function parseDocument(text: string): ManifestDocument {
  const plain = readPlainYaml(text);
  if (plain) return new ParsedDocument(text, plain, []);
  const { root, problems } = parseYaml(text);
  return new ParsedDocument(text, root, problems);
}

class ParsedDocument implements ManifestDocument {
  readonly text: string;
  readonly root: ManifestNode | undefined;
  readonly syntaxProblems: readonly SyntaxProblem[];
  readonly schemaProblems: readonly SchemaProblem[];
  readonly suppressions: readonly Suppression[];
  readonly lineStarts: readonly number[];
  readonly kind: string | undefined;
  readonly name: string | undefined;
  readonly value: Plain | undefined;
  readonly broken: boolean;
  readonly isMap: boolean;
  readonly unfit: ReadonlySet<string>;

  constructor(text: string, root: ManifestNode | undefined, syntaxProblems: SyntaxProblem[]) {
    this.text = text;
    this.root = root;
    this.syntaxProblems = syntaxProblems;
    this.broken = syntaxProblems.length > 0;
    this.lineStarts = lineStartsOf(text);
    this.suppressions = findSuppressions(text, root, this.lineStarts);
    this.value = plainOf(root);
    this.isMap = root?.type === 'map';
    // What stands on a line with such a problem may have been taken for something else.
    const garbled = syntaxProblems.map(({ start, end }) => ({
      start: lineStart(text, start),
      end: lineBreak(text, end),
    }));
    const { problems, unfit } = judge(root, this.value, garbled);
    this.schemaProblems = problems;
    this.unfit = unfit;
    this.kind = this.#string(['kind']);
    this.name = this.#string(['metadata', 'name']);
  }

  stated(path: Path): Plain | undefined {
    return isUnfit(this.unfit, path) ? undefined : this.written(path);
  }

  statedText(path: Path): string | undefined {
    const value = this.stated(path);
    return typeof value === 'string' ? value : undefined;
  }

  written(path: Path): Plain | undefined {
    return plainAt(this.value, path);
  }

  node(path: Path): ManifestNode | undefined {
    return nodeAt(this.root, path);
  }

  lacks(path: Path): boolean {
    if (this.broken || !this.isMap) return false;
    for (let depth = 1; depth < path.length; depth++) {
      const above = this.node(path.slice(0, depth));
      if (!isNull(above) && above?.type !== 'map') return false;
    }
    const value = this.written(path);
    return value === undefined || value === '';
  }

  place(path: Path): Span {
    return placeOf(this.root, path);
  }

  keyPlace(path: Path): Span {
    return keyPlaceOf(this.root, path);
  }

  #string(path: Path): string | undefined {
    const value = this.written(path);
    return typeof value === 'string' ? value : undefined;
  }
}
