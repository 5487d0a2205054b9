import type { OutlineScalar } from './outline.ts';
import { isSpace, type OutlineScanner } from './outlineScanner.ts';

/** A quoted or plain scalar that starts here; a plain one ends with its line at the latest. */
export function readScalar(
  scanner: OutlineScanner,
  indent: number,
  place: 'key' | 'value' | 'flow',
): OutlineScalar {
  const unit = scanner.unit;
  if (unit === '"' || unit === "'") return readQuoted(scanner, indent, unit);
  const start = scanner.at;
  let end = start;
  while (!scanner.isAtEnd && !scanner.atLineBreak()) {
    const here = scanner.unit ?? '';
    if (here === '#' && scanner.at > start && isSpace(scanner.text[scanner.at - 1])) break;
    if (place !== 'value' && scanner.isColon()) break;
    if (place === 'flow' && (',[]{}'.includes(here) || scanner.isFlowColon())) break;
    scanner.at++;
    if (!isSpace(here)) end = scanner.at;
  }
  scanner.at = end;
  return { type: 'scalar', style: 'plain', text: scanner.text.slice(start, end), start, end, closed: true };
}

function readQuoted(scanner: OutlineScanner, indent: number, quote: '"' | "'"): OutlineScalar {
  const start = scanner.at;
  const style = quote === '"' ? 'double' : 'single';
  let lineEnd: number | undefined;
  for (let at = start + 1; at < scanner.end; at++) {
    const unit = scanner.text[at];
    if (unit === quote && scanner.text[at + 1] === quote && quote === "'") at++;
    else if (unit === '\\' && quote === '"') at++;
    else if (unit === quote) {
      scanner.at = at + 1;
      return {
        type: 'scalar',
        style,
        text: scanner.text.slice(start + 1, at),
        start,
        end: at + 1,
        closed: true,
      };
    } else if (unit === '\n' || unit === '\r') {
      lineEnd ??= at;
      if (unit === '\n' || scanner.text[at + 1] !== '\n') scanner.lineStart = at + 1;
      if (startsNeighbour(scanner, at + 1, indent)) break;
    }
  }
  // Nothing closes it: it holds its own line and no more.
  scanner.at = lineEnd ?? scanner.end;
  scanner.lineStart = lineStartOf(scanner.text, scanner.at);
  return {
    type: 'scalar',
    style,
    text: scanner.text.slice(start + 1, scanner.at),
    start,
    end: scanner.at,
    closed: false,
  };
}

/** Whether the line from `at` is a key or item no further in than `indent`: nothing quoted reaches that far. */
function startsNeighbour({ text }: OutlineScanner, at: number, indent: number): boolean {
  let column = 0;
  while (text[at + column] === ' ') column++;
  if (column > indent) return false;
  return /[^\s#]/y.test(text[at + column] ?? '');
}

/** Block text (`|` or `>`) that starts here: all lines further in than `parent`. */
export function readBlockScalar(scanner: OutlineScanner, parent: number): OutlineScalar {
  const start = scanner.at;
  scanner.skipLine();
  let end = scanner.at;
  while (!scanner.isAtEnd) {
    scanner.nextLine();
    while (scanner.unit === ' ') scanner.at++;
    if (scanner.isAtEnd || scanner.atLineBreak()) continue;
    if (scanner.column() <= parent) {
      scanner.at = scanner.lineStart;
      break;
    }
    while (!scanner.isAtEnd && !scanner.atLineBreak()) scanner.at++;
    end = scanner.at;
  }
  return { type: 'scalar', style: 'block', text: '', start, end, closed: true };
}

function lineStartOf(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r') at--;
  return at;
}
