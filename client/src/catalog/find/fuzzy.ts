/** What a match is worth. A name that holds the word in one piece always beats one that holds its letters apart. */
const IN_ONE_PIECE = 1_000;
const AT_START = 200;
const AT_SEGMENT = 100;
const SIDE_BY_SIDE = 10;

/**
 * How well a word fits a name: in one piece, or its letters in their order. Names are lower case with hyphens between
 * segments; a word that begins where a segment does fits better, and so does a shorter name.
 *
 * @param word lower case, not empty
 * @returns higher is better; undefined: it does not fit
 */
export function fuzzyScore(word: string, name: string): number | undefined {
  const at = name.indexOf(word);
  if (at >= 0) return IN_ONE_PIECE + placeScore(name, segmentStart(word, name) ?? at) - name.length;
  let score = 0;
  let from = 0;
  let last = -2;
  for (let index = 0; index < word.length; index++) {
    const letter = word.charAt(index);
    // At the start of a segment, if one is left that begins so; where the letter comes next, otherwise.
    const next = name.indexOf(letter, from);
    if (next < 0) return undefined;
    const segment = next === last + 1 ? next : name.indexOf(`-${letter}`, from) + 1;
    const place = segment > 0 && holdsInOrder(word, index + 1, name, segment + 1) ? segment : next;
    if (place === last + 1) score += SIDE_BY_SIDE;
    score += placeScore(name, place) / IN_ONE_PIECE;
    last = place;
    from = place + 1;
  }
  return score - name.length / IN_ONE_PIECE;
}

function placeScore(name: string, at: number): number {
  if (at === 0) return AT_START;
  return name.charAt(at - 1) === '-' ? AT_SEGMENT : 0;
}

/** Where a word stands at the start of a segment. */
function segmentStart(word: string, name: string): number | undefined {
  if (name.startsWith(word)) return 0;
  const at = name.indexOf(`-${word}`);
  return at < 0 ? undefined : at + 1;
}

/** Whether the letters of a word, from one of them on, stand in a name from a place on, in their order. */
function holdsInOrder(word: string, index: number, name: string, from: number): boolean {
  for (let at = from; index < word.length; index++, at++) {
    at = name.indexOf(word.charAt(index), at);
    if (at < 0) return false;
  }
  return true;
}
