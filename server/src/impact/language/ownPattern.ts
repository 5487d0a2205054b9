/**
 * The expression of an organisation's own term, to be matched against a text in lower case.
 *
 * Neither the flag `i` nor `u`: only without them V8 can go over to its linear engine (linearRegex.ts).
 *
 * @throws {SyntaxError} where it does not compile
 */
export function ownPattern(source: string): RegExp {
  return new RegExp(
    source.replace(/\\[\s\S]|\p{Lu}/gu, (part) => (part.startsWith('\\') ? part : lower(part))),
    'g',
  );
}

/** A text in lower case, each character where it was. */
export function lower(text: string): string {
  const folded = text.toLowerCase();
  return folded.length === text.length ? folded : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
