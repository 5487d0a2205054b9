/**
 * The candidates by likeness to what was written, the nearest first. Letter case, hyphens and underscores hardly
 * count, so that `PROD` is next to `prod`.
 */
export function byLikeness(written: string, candidates: readonly string[]): string[] {
  return candidates
    .map((candidate) => ({ candidate, distance: distance(written, candidate) }))
    .sort((a, b) => a.distance - b.distance || a.candidate.localeCompare(b.candidate))
    .map(({ candidate }) => candidate);
}

/** The one candidate that the writer most likely meant, or undefined where none is near or two are equally so. */
export function nearest(written: string, candidates: readonly string[]): string | undefined {
  const [first, second] = byLikeness(written, candidates);
  if (first === undefined) return undefined;
  const best = distance(written, first);
  const limit = Math.max(1, Math.floor(Math.max(written.length, first.length) / 3));
  if (best > limit) return undefined;
  return second !== undefined && distance(written, second) === best ? undefined : first;
}

/** Damerau-Levenshtein (optimal string alignment), after folding what people confuse. */
function distance(a: string, b: string): number {
  const [left, right] = [fold(a), fold(b)];
  if (left === right) return a === b ? 0 : 0.5;
  let previous: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, i) => i);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1];
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        cost = Math.min(cost, (previous[j - 2] ?? 0) + 1);
      }
      next[j] = cost;
    }
    previous = row;
    row = next;
  }
  return row[right.length] ?? 0;
}

function fold(text: string): string {
  // Bounded: likeness of long texts says nothing and costs the square of their length.
  return text
    .slice(0, 64)
    .toLowerCase()
    .replace(/[-_\s]/g, '');
}
