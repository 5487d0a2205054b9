import { credentialIn } from './credential.ts';

/** Words as a token would be one, and what is between them. */
const PIECE = /[^\s"'`<>]+|[\s"'`<>]+/g;

/** A text as it may be shown: what looks like a credential in it is replaced. */
export function redacted(text: string): string {
  if (credentialIn('', text) === undefined) return text;
  const pieces = text.match(PIECE) ?? [];
  const shown = pieces.map((piece) => (credentialIn('', piece) === undefined ? piece : REDACTED)).join('');
  // One that spans blanks, such as a private key.
  return credentialIn('', shown) === undefined ? shown : REDACTED;
}

const REDACTED = '[redacted]';
