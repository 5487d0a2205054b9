/** Long texts are looked up by their beginning: the index is to narrow down, not to compare. */
export const LOOKED_UP = 32;

/** Every three characters in a row, once; lower than that nothing can be found by them. */
export function trigramsOf(text: string): string[] {
  const characters = [...text];
  const trigrams = new Set<string>();
  for (let i = 0; i + 3 <= characters.length; i++) trigrams.add(characters.slice(i, i + 3).join(''));
  return [...trigrams];
}
