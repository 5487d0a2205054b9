/** A longer text is looked up by a few of its grams: the index is to narrow down, not to compare. */
const LOOKED_UP_WHOLE = 12;
const SAMPLES = 8;

/** So many characters in a row, from each place on. */
export function gramsOf(characters: readonly string[], length: number): string[] {
  return characters.slice(length - 1).map((_, i) => characters.slice(i, i + length).join(''));
}

/** @returns undefined where all of them are better looked up */
export function sampleOf(grams: readonly string[]): string[] | undefined {
  if (grams.length + 2 <= LOOKED_UP_WHOLE) return undefined;
  const at = (i: number) => grams[Math.round((i * (grams.length - 1)) / (SAMPLES - 1))] ?? '';
  return Array.from({ length: SAMPLES }, (_, i) => at(i));
}
