import type { Word } from './words.ts';

/** How much of a token is looked at on each side of the word's beginning: its length bounds the work. */
const tokenReach = 300;

/** A URL, a mail address, a path below a domain. */
const addresses: readonly RegExp[] = [
  /\w:\/\//,
  /^www\./i,
  /^(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/,
  /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|dev|ai|app|cloud|gov|edu|uk|de|fr|eu|co|us|info|sh|me|cz|example|test)(?::\d+)?\/.*[^:]$/i,
];

const references: readonly RegExp[] = [
  ...addresses,
  // An image or package with a registry, a version or a digest.
  /@?sha(?:1|256|512)[:-]/i,
  /^pkg:/,
  /^@[a-z0-9-]+\/[\w.-]+/i,
  // Somebody's account.
  /^@[a-z0-9][\w-]*$/i,
  /[\w)]@[~^<>=v]*\d/i,
  /\w:v?\d+(?:\.\d+)+/i,
  /^[\w.-]+(?:\/[\w.-]+)*:(?:latest|stable|edge|alpine|slim|\d+(?:-\w+)?)$/i,
  /\w(?:==|~=|>=|<=)\d/,
  /[-_]v?\d+\.\d+\.\d+/,
  /\.(?:jar|whl|tgz|deb|rpm|gem)$/i,
  // A ref of a repository, given with its owner.
  /^[\w.-]+\/[\w.-]+[@#][\w./-]+$/,
  // A hash.
  /^(?=.*\d)[0-9a-f]{7,64}$/i,
  /^(?=(?:\D*\d){4})[a-z0-9+/=]{20,}$/i,
];

/** Whether a word stands in something whose spelling is not ours: a URL, a hash, an image, a package, another's ref. */
export function isInReference(text: string, word: Word): boolean {
  const token = tokenAround(text, word);
  return references.some((reference) => reference.test(token));
}

/** Whether a word stands in a URL or a mail address, which names a place and says nothing of people. */
export function isInAddress(text: string, word: Word): boolean {
  const token = tokenAround(text, word);
  return addresses.some((address) => address.test(token));
}

/** What blanks, quotes and brackets part from the rest; without the punctuation that follows it, but with a key's colon. */
function tokenAround(text: string, word: Word): string {
  let start = word.start;
  let end = Math.min(word.end, word.start + tokenReach);
  while (start > 0 && word.start - start < tokenReach && isPartOfToken(text.charAt(start - 1))) start--;
  while (end < text.length && end - word.start < 2 * tokenReach && isPartOfToken(text.charAt(end))) end++;
  const token = text.slice(start, end).replace(/[.,;:!?]+$/, '');
  const isKey = text.charAt(end - 1) === ':' && end < text.length;
  return isKey ? `${token}:` : token;
}

function isPartOfToken(char: string): boolean {
  return !/[\s"'`<>()[\]{}|\u2018-\u201f]/.test(char);
}
