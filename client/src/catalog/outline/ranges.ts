/** As many rows as a person looks through; more are cut into ranges, and more ranges than that into ranges of ranges. */
export const MOST_ROWS = 200;

/** A part of a list, from `start` to before `end`. */
export interface Range {
  start: number;
  end: number;
}

/** The ranges into which a part of a list is cut; none: it is short enough. */
export function rangesOf({ start, end }: Range): Range[] {
  if (end - start <= MOST_ROWS) return [];
  let size = MOST_ROWS;
  while (Math.ceil((end - start) / size) > MOST_ROWS) size *= MOST_ROWS;
  const ranges: Range[] = [];
  for (let from = start; from < end; from += size)
    ranges.push({ start: from, end: Math.min(from + size, end) });
  return ranges;
}
