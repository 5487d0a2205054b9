import { diff3Merge, diffComm } from 'node-diff3';

export interface MergedText {
  text: string;
  /** Places where both sides changed the same lines otherwise; they stand in the text between markers. */
  conflicts: number;
}

/** What stands at the markers: `yours`, and `typescript-http 1.2.0`. */
export interface SideNames {
  yours: string;
  theirs: string;
}

/** Whose lines to take where both changed the same ones; `markers`: both, for a person to choose. */
export type Preference = 'markers' | 'yours' | 'theirs';

/**
 * Merges what two sides made of a text, line by line. Ends of lines, and a byte order mark, are those of `yours`: which a
 * checkout or an editor gives it is no change.
 *
 * @param base what both started from; undefined: nobody knows, so that every difference is a conflict
 */
export function mergeTexts(
  base: string | undefined,
  yours: string,
  theirs: string,
  names: SideNames,
  preference: Preference = 'markers',
): MergedText {
  let conflicts = 0;
  const parts = regions(base && plain(base), plain(yours), plain(theirs)).map((region) => {
    if ('both' in region) return region.both.join('');
    conflicts++;
    if (preference !== 'markers') return region[preference].join('');
    return `<<<<<<< ${names.yours}\n${closed(region.yours)}=======\n${closed(region.theirs)}>>>>>>> ${names.theirs}\n`;
  });
  return { text: inShapeOf(yours, parts.join('')), conflicts };
}

/** Whether two texts differ in nothing but ends of lines and a byte order mark. */
export function areSameLines(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

const BOM = '\ufeff';

/** Few lines that end otherwise than the rest are somebody's change, and stay. */
function plain(text: string): string {
  const unmarked = text.startsWith(BOM) ? text.slice(BOM.length) : text;
  return isCrlf(unmarked) ? unmarked.replaceAll('\r\n', '\n') : unmarked;
}

function inShapeOf(model: string, text: string): string {
  const lines = isCrlf(model) ? text.replace(/\r?\n/g, '\r\n') : text;
  return model.startsWith(BOM) ? `${BOM}${lines}` : lines;
}

type Region = { both: readonly string[] } | { yours: readonly string[]; theirs: readonly string[] };

function regions(base: string | undefined, yours: string, theirs: string): Region[] {
  const [a, b] = [linesOf(yours), linesOf(theirs)];
  if (base === undefined)
    return diffComm(a, b).map(({ common, buffer1 = [], buffer2 = [] }) =>
      common ? { both: common } : { yours: buffer1, theirs: buffer2 },
    );
  return diff3Merge<string>(a, linesOf(base), b, { excludeFalseConflicts: true }).map(
    ({ ok = [], conflict }) => (conflict ? { yours: conflict.a, theirs: conflict.b } : { both: ok }),
  );
}

/** With their ends, so that a last line without one is another than one with it. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

/** Lines that a marker can follow. */
function closed(lines: readonly string[]): string {
  const text = lines.join('');
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** Whether most of its lines end so. */
function isCrlf(text: string): boolean {
  const lines = text.split('\n');
  return lines.filter((line) => line.endsWith('\r')).length * 2 > lines.length - 1;
}
