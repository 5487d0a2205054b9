/** Long texts are looked up by their beginning: the index is to narrow down, not to compare. */
export const LOOKED_UP = 32;

/** Every so many characters in a row, once. */
export function gramsOf(text: string, ...lengths: readonly number[]): string[] {
  const characters = [...text];
  const grams = new Set<string>();
  for (const length of lengths) {
    for (let i = 0; i + length <= characters.length; i++) {
      grams.add(characters.slice(i, i + length).join(''));
    }
  }
  return [...grams];
}
