import type { FetchLike } from '@modelcontextprotocol/client';
import { isThisMachine } from '../transports/dial.ts';

/** How long an authorization server may take for an answer, in milliseconds. */
const PATIENCE = 30_000;

/** What it says of itself, and the tokens it gives, are shorter. In bytes. */
const MAX_ANSWER = 1024 * 1024;

/** Something that stands in the way of signing in, in words for people. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
}

/**
 * Fetches what is said, and given, by authorization servers. These are named by servers: nothing is sent to one in the
 * clear, nor waited for or read without end.
 *
 * @param fetch over connections to where the server itself may be
 * @param signal the user does not want to sign in any more
 */
export function authorizationFetch(fetch: FetchLike, signal?: AbortSignal): FetchLike {
  return async (url, init) => {
    const target = secureUrl(url);
    const until = AbortSignal.any([AbortSignal.timeout(PATIENCE), ...(signal ? [signal] : [])]);
    const response = await fetch(target, { ...init, signal: until });
    const { status, statusText, headers } = response;
    const body = await boundedText(response, target);
    return new Response(body === '' ? null : body, { status, statusText, headers });
  };
}

/** @throws SignInError for what is not https, but for a server of this machine */
export function secureUrl(url: URL | string): URL {
  const target = new URL(url);
  if (target.protocol === 'https:' || (target.protocol === 'http:' && isThisMachine(target.hostname)))
    return target;
  throw new SignInError(`It wants one to sign in at ${target.origin}, which is not reached by https.`);
}

async function boundedText(response: Response, { origin }: URL): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > MAX_ANSWER)
      throw new SignInError(`${origin} answers with more than an authorization server has to say.`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
