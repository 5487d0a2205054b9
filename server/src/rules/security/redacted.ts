import { quoted } from '../../impact/quoted.ts';
import type { Span } from '../../manifest/tree.ts';
import { credentialIn } from './credential.ts';

/** Words as a token would be one, and what is between them. */
const PIECE = /[^\s"'`<>]+|[\s"'`<>]+/g;

/** A text as it may be shown: what looks like a credential in it is replaced. */
export function redacted(text: string): string {
  if (credentialIn('', text) === undefined) return text;
  const pieces = text.match(PIECE) ?? [];
  const shown = pieces
    .map((piece) => (credentialIn('', piece) === undefined ? piece : REDACTED + endOf(piece)))
    .join('');
  // One that spans blanks, such as a private key.
  return credentialIn('', shown) === undefined ? shown : REDACTED;
}

const REDACTED = '[redacted]';

/** The punctuation after a token. */
function endOf(piece: string): string {
  return /[.,;:!?)]*$/.exec(piece.slice(-3))?.[0] ?? '';
}

/** More of a text than any credential has on either side of a part of it, in UTF-16 units. */
const REACH = 300;

/**
 * A message that quotes a part of a text, as it may be shown. A part that lies within a credential is a piece of it, though
 * it does not look like one.
 */
export function redactedMessage(message: string, text: string, { start, end }: Span): string {
  const before = /[^\s"'`<>]*$/.exec(text.slice(Math.max(0, start - REACH), start))?.[0] ?? '';
  const after = /^[^\s"'`<>]*/.exec(text.slice(end, end + REACH))?.[0] ?? '';
  const part = text.slice(start, end);
  const isPartOfOne = credentialIn('', before + part + after) !== undefined;
  return redacted(isPartOfOne ? message.replace(quoted(part), `"${REDACTED}"`) : message);
}
