import type { Position, TextEdit } from 'vscode-languageserver-types';
import type { ManifestDocument } from '../manifest/document.ts';
import { type ManifestFile, rangeOf } from '../manifest/file.ts';
import { lineAt, lineText } from '../manifest/lines.ts';
import { type FormatOptions, indentOf } from './format.ts';
import type { OutlineContainer, OutlineNode } from './outline.ts';
import { outlineOf } from './outlineReader.ts';
import { stepOf } from './outlineStyle.ts';

/** What a new line is indented by. */
interface Indentation {
  column: number;
  /** What the line holds already belongs there too: the line above asks for it. */
  takesRest?: true;
}

/**
 * The edit that indents a new line as YAML wants what most likely follows: further in below `key:` and an open bracket,
 * in line with the keys of an item below `- key: value`. None where the line above does not say: it is blank, block or
 * quoted text, or fits nowhere.
 *
 * @param position where the cursor stands after the line break was typed
 */
export function onTypeFormat(file: ManifestFile, { line }: Position, options: FormatOptions): TextEdit[] {
  const placed = file.documents.findLast(({ firstLine }) => firstLine < line);
  if (!placed) return [];
  const { document } = placed;
  const own = line - placed.firstLine;
  const start = document.lineStarts[own];
  if (start === undefined) return [];
  const written = lineText(document.text, document.lineStarts, own);
  const blanks = /^[ \t]*/.exec(written)?.[0] ?? '';
  const indentation = new Indenter(document, own, written.slice(blanks.length), options).indentation();
  const newText = ' '.repeat(indentation?.column ?? 0);
  if (!indentation || newText === blanks) return [];
  return [{ range: rangeOf(placed, { start, end: start + blanks.length }), newText }];
}

/** Reads the document up to a line, and follows its last line down to what it ends in. */
class Indenter {
  readonly #document: ManifestDocument;
  readonly #line: number;
  /** What the line holds behind its blanks. */
  readonly #rest: string;
  readonly #options: FormatOptions;
  /** The line above, and where it starts. */
  readonly #above: string;
  readonly #aboveStart: number;
  #step = 2;

  constructor(document: ManifestDocument, line: number, rest: string, options: FormatOptions) {
    this.#document = document;
    this.#line = line;
    this.#rest = rest;
    this.#options = options;
    this.#above = lineText(document.text, document.lineStarts, line - 1);
    this.#aboveStart = document.lineStarts[line - 1] ?? 0;
  }

  indentation(): Indentation | undefined {
    if (this.#above.trim() === '' || /^ *\t/.test(this.#above)) return undefined;
    const found = this.#ofAbove();
    return this.#rest === '' || found?.takesRest ? found : undefined;
  }

  #ofAbove(): Indentation | undefined {
    if (/^(?:---|\.\.\.)(?:\s|$)/.test(this.#above)) return { column: 0 };
    const { text, lineStarts } = this.#document;
    const { root, comments } = outlineOf(text.slice(0, lineStarts[this.#line]));
    const column = blanksBefore(this.#above);
    // A comment stands where what it is about does.
    if (comments.some(({ start }) => start === this.#aboveStart + column)) return { column };
    this.#step = stepOf(root) ?? indentOf(this.#options);
    return root && this.#below(root);
  }

  #below(node: OutlineNode): Indentation | undefined {
    if (node.type === 'scalar') return this.#onLineAbove(node.end, { column: blanksBefore(this.#above) });
    if (node.flow) return node.closed ? undefined : this.#inFlow(node);
    const { value, mark, key, start } = node.slots.at(-1) ?? {};
    if (value && value.type !== 'scalar') {
      return value.flow && value.closed
        ? this.#onLineAbove(value.end, { column: node.indent })
        : this.#below(value);
    }
    if (value?.style === 'block') {
      const isHeader = value.start >= this.#aboveStart;
      return { column: isHeader ? node.indent + this.#step : blanksBefore(this.#above) };
    }
    if (value) {
      // On a line of its own it may become a key.
      const isAlone = mark !== undefined && mark < this.#aboveStart;
      const column = isAlone ? blanksBefore(this.#above) : node.indent;
      return value.closed ? this.#onLineAbove(value.end, { column }) : undefined;
    }
    if (mark === undefined) return this.#onLineAbove(key?.end ?? start ?? 0, { column: node.indent });
    return this.#onLineAbove(mark, { column: this.#childOf(node), takesRest: true });
  }

  /** Within open brackets: further in than the line that opens the innermost of them, or like it to close it. */
  #inFlow(flow: OutlineContainer): Indentation | undefined {
    const inner = flow.slots.at(-1)?.value;
    if (inner?.type === 'scalar' && !inner.closed) return undefined;
    if (inner && inner.type !== 'scalar' && !inner.closed) return this.#inFlow(inner);
    const { text, lineStarts } = this.#document;
    const opener = blanksBefore(lineText(text, lineStarts, lineAt(lineStarts, flow.start)));
    return { column: /^[}\]]/.test(this.#rest) ? opener : opener + this.#step, takesRest: true };
  }

  /** Where a value on lines of its own goes: in line with what is there of it already. */
  #childOf({ type, indent }: OutlineContainer): number {
    const next = this.#rest === '' ? this.#nextLine() : '';
    const there = blanksBefore(next);
    // A list may stand as far out as the key that it belongs to.
    const isList = type === 'map' && there === indent && /^ *-(?:\s|$)/.test(next);
    if (next !== '' && (there > indent || isList)) return there;
    return indent + (type === 'list' ? 2 : this.#step);
  }

  /** The next line of the document that says something. */
  #nextLine(): string {
    const { text, lineStarts } = this.#document;
    for (let line = this.#line + 1; line < lineStarts.length; line++) {
      const next = lineText(text, lineStarts, line);
      if (!/^\s*(?:#.*)?$/.test(next)) return next;
    }
    return '';
  }

  /** What ends further up says nothing about the new line: what is in between belongs to nothing. */
  #onLineAbove(end: number, indentation: Indentation): Indentation | undefined {
    return end >= this.#aboveStart ? indentation : undefined;
  }
}

function blanksBefore(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}
