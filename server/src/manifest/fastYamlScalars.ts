import { plainValue } from './coreSchema.ts';
import {
  COLON,
  CR,
  DASH,
  DOUBLE_QUOTE,
  HASH,
  isFlowIndicator,
  LF,
  QUESTION,
  Scanner,
  SINGLE_QUOTE,
  SPACE,
  UNUSUAL,
} from './fastYamlScanner.ts';
import type { ScalarNode } from './tree.ts';

/** Reads scalars: plain and quoted ones on one line, block scalars. */
export class ScalarReader extends Scanner {
  protected scalar(inFlow: boolean): ScalarNode {
    const start = this.at;
    const first = this.unit();
    if (first === DOUBLE_QUOTE) return this.#doubleQuoted(start);
    if (first === SINGLE_QUOTE) return this.#singleQuoted(start);
    if (!isLetter(first) && !this.#canStartPlain(first)) throw UNUSUAL;
    const end = this.#plainEnd(start, inFlow);
    this.at = end;
    return { type: 'scalar', value: plainValue(this.text.slice(start, end)), style: 'plain', start, end };
  }

  #canStartPlain(first: number): boolean {
    if (Number.isNaN(first) || NEVER_PLAIN.includes(String.fromCharCode(first))) return false;
    if (first !== DASH && first !== QUESTION && first !== COLON) return true;
    return !this.isSpace(1) && !isFlowIndicator(this.text.charCodeAt(this.at + 1));
  }

  /** Where a plain scalar ends on its line, without the blanks behind it. */
  #plainEnd(start: number, inFlow: boolean): number {
    let end = start;
    const text = this.text;
    for (let at = start; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      // Letters are most of a text.
      if (unit > COLON && !inFlow) {
        end = at + 1;
        continue;
      }
      if (unit === LF || unit === CR) break;
      if (unit === SPACE) {
        if (text.charCodeAt(at + 1) === HASH) break;
        continue;
      }
      if (inFlow && isFlowIndicator(unit)) break;
      if (unit === COLON) {
        const next = text.charCodeAt(at + 1);
        // Past the end it is not a number.
        if (next <= SPACE || Number.isNaN(next) || (inFlow && isFlowIndicator(next))) break;
      }
      end = at + 1;
    }
    return end;
  }

  #doubleQuoted(start: number): ScalarNode {
    const match = this.match(DOUBLE_QUOTED);
    const value = match.includes('\\') ? String(JSON.parse(match)) : match.slice(1, -1);
    return { type: 'scalar', value, style: 'double', start, end: this.at };
  }

  #singleQuoted(start: number): ScalarNode {
    const value = this.match(SINGLE_QUOTED).slice(1, -1).replaceAll("''", "'");
    return { type: 'scalar', value, style: 'single', start, end: this.at };
  }

  /** `|` or `>`, also with `-`: lines of one indentation or, for `|`, more; blank lines only between them. */
  protected blockScalar(parent: number): ScalarNode {
    const start = this.at;
    const header = this.match(BLOCK_HEADER);
    const lines: string[] = [];
    let indent = 0;
    let end = this.at;
    let blanks = 0;
    while (this.at < this.text.length) {
      const lineEnd = this.text.indexOf('\n', this.at);
      if (lineEnd < 0) throw UNUSUAL;
      const line = this.text.slice(this.at, lineEnd);
      if (line === '') blanks++;
      else {
        const column = line.search(/[^ ]/);
        if (column < 0 || line.endsWith('\r')) throw UNUSUAL;
        if (lines.length === 0) indent = column;
        if (column < indent || column <= parent) break;
        if (header[0] === '>' && column > indent) throw UNUSUAL;
        if (lines.length === 0 && blanks > 0) throw UNUSUAL;
        for (; blanks > 0; blanks--) lines.push('');
        lines.push(line.slice(indent));
        end = lineEnd + 1;
      }
      this.at = lineEnd + 1;
    }
    if (lines.length === 0) throw UNUSUAL;
    const content = header[0] === '|' ? lines.join('\n') : fold(lines);
    this.at = end;
    this.end = end;
    this.lineStart = end;
    this.skipLines();
    if (this.commentColumn > parent) throw UNUSUAL;
    const value = header[1] === '-' ? content : `${content}\n`;
    return { type: 'scalar', value, style: 'block', start, end };
  }
}

/** What starts no plain scalar. */
const NEVER_PLAIN = ',[]{}#&*!|>%@`\r\n';

function isLetter(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90);
}

/** On one line, with escapes that JSON has too. */
const DOUBLE_QUOTED = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const SINGLE_QUOTED = /'(?:[^'\r\n]|'')*'(?!')/y;
const BLOCK_HEADER = /[|>]-?\n/y;

/** Lines as one, with the blank lines between them as line breaks. */
function fold(lines: readonly string[]): string {
  return lines.join('\n').replace(/(?<!\n)\n(\n*)/g, (_, breaks: string) => breaks || ' ');
}
