/** Control characters, line and paragraph separators, and those that turn text around or cannot be seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Of a person or workspace, as OpenID Connect has it for subjects; in UTF-16 units. */
const LONGEST_NAME = 255;

/**
 * A name that came from outside, fit to stand in a message or a log: on one line, in its own direction, and of
 * bounded length.
 *
 * @param limit in UTF-16 units
 */
export function plainText(text: string, limit = LONGEST_NAME): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}...` : text;
  return cut.replace(UNSEEN, '\u{FFFD}');
}
