/**
 * Choices of one value for each dimension, such that any two values of two dimensions meet in one of them: most faults
 * take no more than two answers, and all combinations would be too many.
 *
 * @param sizes how many values each dimension has; 1 or more
 * @returns in each choice the position of the value of each dimension
 */
export function pairwise(sizes: readonly number[]): number[][] {
  const open = new Set<string>();
  for (const [a, sizeA] of sizes.entries())
    for (const [b, sizeB] of sizes.entries())
      if (a < b) for (let x = 0; x < sizeA; x++) for (let y = 0; y < sizeB; y++) open.add(pair(a, x, b, y));
  if (sizes.length === 1) return Array.from({ length: sizes[0] ?? 0 }, (_, x) => [x]);
  const choices: number[][] = [];
  for (const next of open) {
    const choice = filledUp(next, sizes, open);
    for (const [a, x] of choice.entries())
      for (const [b, y] of choice.entries()) if (a < b) open.delete(pair(a, x, b, y));
    choices.push(choice);
  }
  return choices;
}

/** A choice that has a pair, and as many others that have not met as can be had one after the other. */
function filledUp(start: string, sizes: readonly number[], open: ReadonlySet<string>): number[] {
  const [a = 0, x = 0, b = 0, y = 0] = start.split(' ').map(Number);
  const chosen = new Map([
    [a, x],
    [b, y],
  ]);
  for (const [dimension, size] of sizes.entries()) {
    if (chosen.has(dimension)) continue;
    let [best, most] = [0, -1];
    for (let value = 0; value < size; value++) {
      const met = [...chosen].filter(([other, position]) =>
        open.has(
          other < dimension
            ? pair(other, position, dimension, value)
            : pair(dimension, value, other, position),
        ),
      ).length;
      if (met > most) [best, most] = [value, met];
    }
    chosen.set(dimension, best);
  }
  return sizes.map((_, dimension) => chosen.get(dimension) ?? 0);
}

function pair(a: number, x: number, b: number, y: number): string {
  return `${a} ${x} ${b} ${y}`;
}
