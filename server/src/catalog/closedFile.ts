import type { ManifestDocument, Suppression } from '../manifest/document.ts';
import type { ManifestFile, PlacedDocument } from '../manifest/file.ts';
import { parseManifest } from '../manifest/parse.ts';
import type { ManifestNode, Path, Plain, Span } from '../manifest/tree.ts';
import { isFact, rememberFacts } from './documentFacts.ts';
import { type DocumentSummary, isName, isShown } from './documentSummary.ts';
import { type Excerpt, statedIn, writtenIn } from './excerpt.ts';
import { lineStartsIn } from './lineLengths.ts';

/** Reads and parses a file whose summary does not say enough. Never throws. */
export type ReadWhole = () => ManifestFile;

const NOTHING = parseManifest('').documents[0];

/**
 * A manifest file that nobody has open. What other files and most answers need is at hand; the text is read and parsed
 * anew when more is asked for, and kept only as long as whoever gave `readWhole` keeps it.
 */
export class ClosedFile implements ManifestFile {
  readonly documents: readonly PlacedDocument[];
  readonly #readWhole: ReadWhole;

  constructor(summaries: readonly DocumentSummary[], readWhole: ReadWhole) {
    this.#readWhole = readWhole;
    this.documents = summaries.map((summary, index) => ({
      offset: summary.offset,
      firstLine: summary.firstLine,
      document: new ClosedDocument(
        summary,
        () => readWhole().documents[index]?.document ?? NOTHING?.document,
      ),
    }));
  }

  get text(): string {
    return this.#readWhole().text;
  }
}

class ClosedDocument implements ManifestDocument {
  readonly kind: string | undefined;
  readonly name: string | undefined;
  readonly #summary: DocumentSummary;
  readonly #read: () => ManifestDocument | undefined;

  constructor(summary: DocumentSummary, read: () => ManifestDocument | undefined) {
    this.#summary = summary;
    this.#read = read;
    this.kind = textIn(summary.facts, ['kind']);
    this.name = textIn(summary.facts, ['metadata', 'name']);
    rememberFacts(this, summary.facts);
  }

  get broken(): boolean {
    return this.#summary.isBroken === true;
  }

  get isMap(): boolean {
    return this.#summary.isNoMap !== true;
  }

  get suppressions(): readonly Suppression[] {
    return this.#summary.suppressions ?? [];
  }

  get lineStarts(): readonly number[] {
    return lineStartsIn(this.#summary.lines);
  }

  get text(): string {
    return this.#whole.text;
  }

  get root(): ManifestNode | undefined {
    return this.#whole.root;
  }

  get value(): Plain | undefined {
    return this.#whole.value;
  }

  get unfit(): ReadonlySet<string> {
    return this.#whole.unfit;
  }

  get syntaxProblems(): ManifestDocument['syntaxProblems'] {
    return this.#whole.syntaxProblems;
  }

  get schemaProblems(): ManifestDocument['schemaProblems'] {
    return this.#whole.schemaProblems;
  }

  stated(path: Path): Plain | undefined {
    const excerpt = this.#excerptWith(path);
    return excerpt ? statedIn(excerpt, path) : this.#whole.stated(path);
  }

  statedText(path: Path): string | undefined {
    const value = this.stated(path);
    return typeof value === 'string' ? value : undefined;
  }

  written(path: Path): Plain | undefined {
    const excerpt = this.#excerptWith(path);
    return excerpt ? writtenIn(excerpt, path) : this.#whole.written(path);
  }

  node(path: Path): ManifestNode | undefined {
    return this.#whole.node(path);
  }

  lacks(path: Path): boolean {
    const excerpt = this.#excerptWith(path);
    // What is written is not lacking, whatever it is; only a want has reasons that take the whole document.
    if (excerpt && writtenIn(excerpt, path)) return false;
    return this.#whole.lacks(path);
  }

  place(path: Path): Span {
    const [start, end] = this.#summary.nameSpan;
    return isName(path) ? { start, end } : this.#whole.place(path);
  }

  keyPlace(path: Path): Span {
    return this.#whole.keyPlace(path);
  }

  /** The part of the summary that says what is at a path, if one does. */
  #excerptWith(path: Path): Excerpt | undefined {
    const { facts, shown } = this.#summary;
    if (isFact(this.kind, path)) return facts;
    return isShown(path) ? shown : undefined;
  }

  get #whole(): ManifestDocument {
    const document = this.#read();
    if (!document) throw new Error('Even an empty file has a document.');
    return document;
  }
}

function textIn(facts: Excerpt, path: Path): string | undefined {
  const value = writtenIn(facts, path);
  return typeof value === 'string' ? value : undefined;
}
