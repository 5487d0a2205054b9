import type { Refusal } from './link.ts';

/** Of a token whose time is over. */
export const EXPIRED: Refusal = { state: 'expired', reason: 'The token has expired.' };

/**
 * What a status of 401 means to whoever sent that token, or none.
 *
 * @param challenge the answer's `WWW-Authenticate`
 * @param now in milliseconds since 1970
 */
export function refusalOf(token: string | undefined, challenge: string | null, now: number): Refusal {
  if (token === undefined) return { state: 'signedOut', reason: 'It asks for a token.' };
  const said = /error_description="([^"]*)"/.exec(challenge ?? '')?.[1];
  const expiry = expiryOf(token);
  if ((expiry !== undefined && expiry <= now) || /\bexpired\b/i.test(said ?? '')) return EXPIRED;
  return { state: 'signedOut', reason: said ?? 'It does not accept the token.' };
}

/** When a token ends by its own word, in milliseconds since 1970; undefined where it is no JWT or does not say. */
export function expiryOf(token: string): number | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const exp = typeof claims === 'object' && claims !== null && 'exp' in claims ? claims.exp : undefined;
    return typeof exp === 'number' ? exp * 1_000 : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a token may travel there: encrypted, or not over any network. */
export function maySendToken({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
