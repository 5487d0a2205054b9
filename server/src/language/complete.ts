import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
} from 'vscode-languageserver-types';
import { documentAt, type ManifestFile, type PlacedDocument, rangeOf } from '../manifest/file.ts';
import { KINDS, resolve, type Schema, schemaAt, schemaOf } from '../manifest/schemas.ts';
import type { Path, Span } from '../manifest/tree.ts';
import type { ReportedFinding } from '../rules/report.ts';
import { isTagged } from '../rules/tags/required.ts';
import type { CatalogView } from './catalogView.ts';
import { proposeInComment } from './completeComment.ts';
import { type CursorPlace, cursorPlaceAt, type KeyPlace, type ValuePlace } from './cursor.ts';
import { namedAt, OWNER } from './namedPlaces.ts';
import type { Outline, OutlineNode } from './outline.ts';
import { outlineOf } from './outlineReader.ts';
import { isJson, stepOf } from './outlineStyle.ts';
import type { Proposal, ProposalContext } from './proposal.ts';
import { proposeFields, proposeValues } from './proposals.ts';
import { scalarAt } from './scalarAt.ts';
import { SnippetWriter } from './snippet.ts';
import { type ExpressionWord, expressionWordAt, proposeInExpression } from './templateExpressions.ts';

/** Blanks by which a nested block is indented where the document has none yet. */
const DEFAULT_STEP = 2;

export interface CompleteOptions {
  /** The editor understands snippets. Default: true. */
  snippets?: boolean;
  /** What is found in a document of the file, to propose first what a comment may silence. Default: nothing. */
  found?(index: number): readonly ReportedFinding[];
}

/**
 * What may be written at an offset (in UTF-16 units) of a file: fields, values, names of the catalog, whole
 * manifests. Looks at the document that holds the offset only. Never throws; empty where nothing is known.
 */
export function complete(
  file: ManifestFile,
  offset: number,
  catalog: CatalogView,
  { snippets = true, found = () => [] }: CompleteOptions = {},
): CompletionItem[] {
  const placed = documentAt(file, offset);
  if (!placed) return [];
  const { text } = placed.document;
  const local = offset - placed.offset;
  if (local < 0 || local > text.length) return [];
  const outline = outlineOf(text);
  const completer = new Completer(placed, local, outline, catalog, snippets);
  const comment = outline.comments.find(({ start, end }) => start < local && local <= end);
  if (comment) return completer.inComment(comment, found(file.documents.indexOf(placed)));
  const place = cursorPlaceAt(text, outline, local);
  // A complete value, perhaps with a blank behind it, is no place for another one, but an expression may go on.
  const behind = text.slice(0, local).replace(/[ \t]+$/, '').length;
  const value = place ? place.at === 'value' && place.path : scalarAt(placed.document.root, behind)?.path;
  const word = value ? expressionWordAt(placed.document, value, local) : undefined;
  if (word) return completer.inExpression(word);
  return place ? completer.at(place) : [];
}

class Completer {
  readonly #placed: PlacedDocument;
  readonly #offset: number;
  readonly #context: ProposalContext;
  readonly #snippets: boolean;
  readonly #lineEnd: string;
  readonly #step: string;

  constructor(
    placed: PlacedDocument,
    offset: number,
    { root }: Outline,
    catalog: CatalogView,
    snippets: boolean,
  ) {
    const { text } = placed.document;
    this.#placed = placed;
    this.#offset = offset;
    this.#snippets = snippets;
    this.#lineEnd = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
    this.#step = ' '.repeat(stepOf(root) ?? DEFAULT_STEP);
    const kind = textAt(root, ['kind']);
    this.#context = {
      kind,
      catalog,
      json: isJson(root),
      textAt: (path) => textAt(root, path),
      writer: () => this.#writer(kind),
    };
  }

  at(place: CursorPlace): CompletionItem[] {
    switch (place.at) {
      case 'empty':
        return this.#manifests(place.token);
      case 'key':
        return this.#keys(place);
      case 'value':
        return this.#values(place);
    }
  }

  inComment(comment: Span, found: readonly ReportedFinding[]): CompletionItem[] {
    const { catalog, writer } = this.#context;
    const inside = proposeInComment(this.#placed.document, comment, this.#offset, { catalog, found, writer });
    if (!inside) return [];
    return inside.proposals.map((proposal, index) =>
      this.#item(proposal, index, inside.token, proposal.text),
    );
  }

  inExpression(word: ExpressionWord): CompletionItem[] {
    const facts = this.#context.catalog.catalog;
    return proposeInExpression(this.#placed.document, word, facts).map((proposal, index) =>
      this.#item(proposal, index, word, proposal.text),
    );
  }

  #keys(place: KeyPlace): CompletionItem[] {
    const schema = schemaAt(schemaOf(this.#context.kind), place.path);
    if (!schema) return [];
    const separator = place.flow ? ', ' : this.#lineEnd + ' '.repeat(place.column);
    return proposeFields(this.#context, schema, place.path, place).map((proposal, index) => {
      const key = place.hasColon ? keyOf(proposal.text) : proposal.text;
      return this.#item(proposal, index, place.token, place.isBeforeKey ? key + separator : key);
    });
  }

  #values(place: ValuePlace): CompletionItem[] {
    const schema = schemaAt(schemaOf(this.#context.kind), place.path);
    if (!schema) return [];
    const { form, flow, token, mark, siblings, path } = place;
    const gap = mark === this.#offset ? ' ' : '';
    const onNewLines = form === 'after-colon';
    const inner = place.column + (onNewLines ? this.#step.length : form === 'new-item' ? 2 : gap.length);
    const quote = token.style === 'block' ? 'plain' : token.style;
    const proposals = proposeValues(this.#context, schema, path, { column: inner, flow, siblings, quote });
    const items = proposals.map((proposal, index) => {
      if (form === 'new-item') return this.#item(proposal, index, token, `- ${proposal.text}`);
      if (!onNewLines || proposal.isScalar) return this.#item(proposal, index, token, gap + proposal.text);
      const span = { start: mark ?? token.start, end: token.end };
      return this.#item(proposal, index, span, this.#lineEnd + ' '.repeat(inner) + proposal.text);
    });
    return path.length === 0 && place.column === 0 ? [...this.#manifests(token), ...items] : items;
  }

  /** A whole manifest of each kind. */
  #manifests(token: Span): CompletionItem[] {
    const isBehindMarker = this.#placed.document.text.slice(0, token.start).endsWith('---');
    return KINDS.map((kind, index) => {
      const schema = schemaOf(kind);
      const properties = resolve({ ...schema, properties: { ...schema.properties, kind: { const: kind } } });
      const text = this.#writer(kind).fields(properties, [], 0, false);
      const proposal: Proposal = {
        label: kind,
        kind: CompletionItemKind.Snippet,
        text,
        isScalar: false,
        detail: `New ${kind} manifest`,
        ...(schema.title === kind && schema.description ? { documentation: schema.description } : {}),
      };
      return this.#item(proposal, index, token, (isBehindMarker ? this.#lineEnd : '') + text);
    });
  }

  #item(proposal: Proposal, index: number, span: Span, newText: string): CompletionItem {
    const { label, kind, detail, documentation, isLikely } = proposal;
    // Editors match what is typed between the start of the range and the cursor, its quotes and blanks included.
    const typed = this.#placed.document.text.slice(span.start, this.#offset);
    const lead = /^[\s"']*/.exec(typed)?.[0] ?? '';
    return {
      label,
      kind,
      filterText: lead + label,
      sortText: `${isLikely ? 0 : 1}${String(index).padStart(4, '0')}`,
      textEdit: { range: rangeOf(this.#placed, this.#onCursorsLine(span)), newText },
      insertTextFormat: this.#snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      // The blanks are counted already; the editor must not add its own.
      insertTextMode: InsertTextMode.asIs,
      ...(isLikely ? { preselect: true } : {}),
      ...(detail ? { detail } : {}),
      ...(documentation ? { documentation: { kind: MarkupKind.Markdown, value: documentation } } : {}),
    };
  }

  /** Editors take no edit of other lines; only in broken text, as after an unclosed quote, does a token reach there. */
  #onCursorsLine({ start, end }: Span): Span {
    const { text } = this.#placed.document;
    const before = text.slice(start, this.#offset);
    const rest = text.slice(this.#offset, end).search(/[\r\n]/);
    return {
      start: start + 1 + Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')),
      end: rest < 0 ? end : this.#offset + rest,
    };
  }

  #writer(kind: string | undefined): SnippetWriter {
    const { catalog } = this.#context;
    return new SnippetWriter({
      snippets: this.#snippets,
      json: this.#context.json,
      lineEnd: this.#lineEnd,
      step: this.#step,
      choices: (path) => {
        const named = namedAt(kind, path)?.kind;
        if (named === OWNER) return catalog.owners();
        return named === 'Vertical' ? catalog.verticals() : [];
      },
      expected: (schema, path) => expectedFields(kind, schema, path),
    });
  }
}

/** What a new map is written with: what it must have, and the tags where a rule asks for them. */
function expectedFields(kind: string | undefined, schema: Schema, path: Path): readonly string[] {
  const required = schema.required ?? [];
  if (!isTagged(kind)) return required;
  if (path.join('.') === 'metadata') return [...required, 'tags'];
  return path.join('.') === 'metadata.tags' ? Object.keys(schema.properties ?? {}) : required;
}

/** `key` of `key: value`, or with its quotes. */
function keyOf(field: string): string {
  return /^(?:"(?:[^"\\]|\\.)*"|[^:]|:(?!\s|$))*/.exec(field)?.[0] ?? field;
}

function textAt(root: OutlineNode | undefined, path: Path): string | undefined {
  let node = root;
  for (const step of path) {
    if (node?.type !== 'map') return undefined;
    node = node.slots.find(({ key }) => key?.text === step)?.value;
  }
  return node?.type === 'scalar' && node.text !== '' ? node.text : undefined;
}
