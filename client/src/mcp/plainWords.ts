/** Characters that nobody sees, or that turn the direction of what follows. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

/**
 * What a server says, as words for an input of the editor. There `[text](command:...)` would be a link that runs a
 * command, and `$(name)` an icon as the editor's own rows have them.
 *
 * @param longest in characters; what is longer is cut
 */
export function plainWords(text: unknown, longest = 600): string {
  if (typeof text !== 'string') return '';
  const words = text.replace(UNSEEN, ' ').replaceAll('](', '] (').replaceAll('$(', '$ (').trim();
  return words.length > longest ? `${words.slice(0, longest - 3).trimEnd()}...` : words;
}
