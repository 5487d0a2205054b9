/** Origins that a token is sent to: each once. @param urls absolute */
export function originsOf(urls: readonly string[]): string[] {
  return [...new Set(urls.map((url) => new URL(url).origin))];
}

/** What a person pasted as a token, without what often comes along. */
export function tokenIn(pasted: string): string {
  return pasted.trim().replace(/^(Authorization:\s*)?Bearer\s+/i, '');
}

/** Why that cannot be a token, in words for people; undefined: it may be one. */
export function tokenProblem(pasted: string): string | undefined {
  const token = tokenIn(pasted);
  if (token === '') return 'Paste the token that the control plane gave you.';
  // RFC 6750, section 2.1: anything else cannot stand in a header.
  return /^[\w.~+/-]+=*$/.test(token) ? undefined : 'A token has no spaces, quotes or line breaks in it.';
}
