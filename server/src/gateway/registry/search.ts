/** Something that a server offers, in words. */
export interface Described {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly server: string;
}

/** What a word is worth where it is found. */
const WORTH = { whole: 12, name: 6, title: 4, server: 3, description: 1 } as const;

/**
 * Those that all words are found in, the best first, otherwise in their order. Upper and lower case are the same, and
 * so are `readFile`, `read_file` and `read file`.
 */
export function found<T extends Described>(query: string, among: readonly T[]): T[] {
  const words = wordsOf(query);
  return among
    .map((each) => ({ each, score: scoreOf(words, each) }))
    .filter(({ score }) => score !== undefined)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0))
    .map(({ each }) => each);
}

/** @returns undefined where a word is nowhere */
function scoreOf(
  words: readonly string[],
  { name, title, description, server }: Described,
): number | undefined {
  const texts = [
    [WORTH.name, wordsOf(name).join(' ')],
    [WORTH.title, (title ?? '').toLowerCase()],
    [WORTH.server, server.toLowerCase()],
    [WORTH.description, (description ?? '').toLowerCase()],
  ] as const;
  const inName = new Set(wordsOf(name));
  let score = 0;
  for (const word of words) {
    const worth = texts.filter(([, text]) => text.includes(word)).map(([each]) => each);
    if (worth.length === 0) return undefined;
    score += Math.max(...worth) + (inName.has(word) ? WORTH.whole : 0);
  }
  return score;
}

function wordsOf(text: string): string[] {
  return text
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
