import type { Json } from '../connection/raw.ts';
import { visible } from '../hygiene/invisible.ts';
import { canonical } from './definition.ts';

/** Unchanged lines that are shown around a change. */
const CONTEXT = 3;

/** Of more lines, in the two together multiplied, no way is searched: then everything changed. */
const MAX_WORK = 4_000_000;

interface Line {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/**
 * What changed in a definition, as a unified diff of its JSON with keys in order. What cannot be seen is written out.
 *
 * @param before absent: it is new
 * @param after absent: it is gone
 */
export function unifiedDiff(title: string, before: Json | undefined, after: Json | undefined): string {
  const lines = compared(linesOf(before), linesOf(after));
  const hunks = hunksOf(lines);
  if (hunks.length === 0) return '';
  const header = [
    `--- ${before ? `${title} (approved)` : '/dev/null'}`,
    `+++ ${after ? `${title} (offered)` : '/dev/null'}`,
  ];
  return `${[...header, ...hunks].join('\n')}\n`;
}

function linesOf(definition: Json | undefined): string[] {
  return definition ? visible(JSON.stringify(canonical(definition), null, 2)).split('\n') : [];
}

/** By the longest run of lines that both have in common. */
function compared(before: readonly string[], after: readonly string[]): Line[] {
  const lines: Line[] = [];
  if (before.length * after.length > MAX_WORK) {
    for (const text of before) lines.push({ sign: '-', text });
    for (const text of after) lines.push({ sign: '+', text });
    return lines;
  }
  const common = before.map(() => new Uint16Array(after.length + 1));
  common.push(new Uint16Array(after.length + 1));
  const at = (row: number, column: number) => common[row]?.[column] ?? 0;
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      const isSame = before[row] === after[column];
      const longest = isSame
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1));
      (common[row] ?? [])[column] = longest;
    }
  }
  let row = 0;
  let column = 0;
  while (row < before.length || column < after.length) {
    const [old, fresh] = [before[row], after[column]];
    if (old !== undefined && old === fresh) {
      lines.push({ sign: ' ', text: old });
      row++;
      column++;
    } else if (fresh === undefined || (old !== undefined && at(row + 1, column) >= at(row, column + 1))) {
      lines.push({ sign: '-', text: old ?? '' });
      row++;
    } else {
      lines.push({ sign: '+', text: fresh });
      column++;
    }
  }
  return lines;
}

function hunksOf(lines: readonly Line[]): string[] {
  const isShown = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ sign }) => sign !== ' '),
  );
  const hunks: string[] = [];
  let [old, fresh] = [1, 1];
  for (let index = 0; index < lines.length; ) {
    const end = isShown[index] ? isShown.indexOf(false, index) : index + 1;
    const part = lines.slice(index, end < 0 ? undefined : end);
    const [removed, added] = [
      part.filter(({ sign }) => sign !== '+').length,
      part.filter(({ sign }) => sign !== '-').length,
    ];
    if (isShown[index]) {
      const range = (start: number, count: number) => `${count === 0 ? start - 1 : start},${count}`;
      hunks.push(
        `@@ -${range(old, removed)} +${range(fresh, added)} @@`,
        ...part.map(({ sign, text }) => sign + text),
      );
    }
    old += removed;
    fresh += added;
    index += part.length;
  }
  return hunks;
}
