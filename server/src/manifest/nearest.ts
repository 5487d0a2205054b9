/**
 * The candidates by likeness to what was written, the nearest first. Letter case, hyphens and underscores hardly
 * count, so that `PROD` is next to `prod`.
 */
export function byLikeness(written: string, candidates: readonly string[]): string[] {
  return candidates
    .map((candidate) => ({
      candidate,
      distance: distance(written, candidate, fold(written), fold(candidate)),
    }))
    .sort((a, b) => a.distance - b.distance || a.candidate.localeCompare(b.candidate))
    .map(({ candidate }) => candidate);
}

/** The one candidate that the writer most likely meant, or undefined where none is near or two are equally so. */
export function nearest(written: string, candidates: readonly string[]): string | undefined {
  const left = fold(written);
  const folded = foldedOf(candidates);
  let [found, best]: [string | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
  for (const [index, candidate] of candidates.entries()) {
    const limit = Math.max(1, Math.floor(Math.max(written.length, candidate.length) / 3));
    const far = distance(written, candidate, left, folded[index] ?? '', Math.min(limit, best));
    if (far < best) [found, best] = [candidate, far];
    else if (far === best && candidate !== found) found = undefined;
  }
  return found;
}

/** Texts are compared up to here: likeness of long texts says nothing and costs the square of their length. */
const LONGEST = 64;

/** Three rows of the table of distances, used again and again: thousands of names are compared at a keystroke. */
let [before, previous, row] = [0, 1, 2].map(() => new Uint8Array(LONGEST + 1)) as [Row, Row, Row];
type Row = Uint8Array<ArrayBuffer>;

/**
 * Damerau-Levenshtein (optimal string alignment) of two texts, `left` and `right` when folded.
 *
 * @param most what is farther than this is infinitely far: among thousands of names most are, and it soon shows
 */
function distance(a: string, b: string, left: string, right: string, most = LONGEST): number {
  if (left === right) return a === b ? 0 : 0.5;
  if (Math.abs(left.length - right.length) > most) return Number.POSITIVE_INFINITY;
  // What both begin and end with costs nothing.
  let start = 0;
  while (start < left.length && left.charCodeAt(start) === right.charCodeAt(start)) start++;
  let [leftEnd, rightEnd] = [left.length, right.length];
  while (
    leftEnd > start &&
    rightEnd > start &&
    left.charCodeAt(leftEnd - 1) === right.charCodeAt(rightEnd - 1)
  ) {
    leftEnd--;
    rightEnd--;
  }
  const width = rightEnd - start;
  for (let j = 0; j <= width; j++) row[j] = j;
  for (let i = 1; i <= leftEnd - start; i++) {
    [before, previous, row] = [previous, row, before];
    const unit = left.charCodeAt(start + i - 1);
    let least = i;
    row[0] = i;
    for (let j = 1; j <= width; j++) {
      const other = right.charCodeAt(start + j - 1);
      let cost = Math.min(
        at(previous, j) + 1,
        at(row, j - 1) + 1,
        at(previous, j - 1) + (unit === other ? 0 : 1),
      );
      const isSwap =
        i > 1 &&
        j > 1 &&
        unit === right.charCodeAt(start + j - 2) &&
        left.charCodeAt(start + i - 2) === other;
      if (isSwap) cost = Math.min(cost, at(before, j - 2) + 1);
      row[j] = cost;
      if (cost < least) least = cost;
    }
    // A swap reaches back over one row, for the price of one.
    if (least > most + 1) return Number.POSITIVE_INFINITY;
  }
  const far = at(row, width);
  return far > most ? Number.POSITIVE_INFINITY : far;
}

function at(numbers: Row, index: number): number {
  return numbers[index] ?? 0;
}

const folds = new WeakMap<readonly string[], readonly string[]>();

/** Lists of names are compared with again and again, and stay the same. */
function foldedOf(candidates: readonly string[]): readonly string[] {
  const folded = folds.get(candidates) ?? candidates.map(fold);
  folds.set(candidates, folded);
  return folded;
}

/** Without what people confuse: letter case, hyphens, underscores. */
function fold(text: string): string {
  return text
    .slice(0, LONGEST)
    .toLowerCase()
    .slice(0, LONGEST)
    .replace(/[-_\s]/g, '');
}
