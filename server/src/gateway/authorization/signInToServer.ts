import type { FetchLike } from '@modelcontextprotocol/client';
import type { Dialler } from '../transports/dial.ts';
import { fetchOver } from '../transports/httpFetch.ts';
import { headersOf, urlOf } from '../transports/open.ts';
import { filledIn, variablesFor } from '../transports/placeholders.ts';
import type { OAuthClient, Upstream } from '../upstream.ts';
import { signInTo } from './authorizationCode.ts';
import { SignInError } from './authorizationFetch.ts';
import { type Challenge, challengeOf } from './discovery.ts';
import type { SignIns } from './signIns.ts';

/** What a server is asked that has to be asked something, and does nothing by it. */
const PING = JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'ping' });

export interface SigningInOptions {
  readonly signIns: SignIns;
  readonly dialler: Dialler;
  /** Shows the user where to sign in. */
  readonly open: (url: URL) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Has the user sign in to a server: to each of its replicas that asks for it, one after the other, as what one gives
 * is sent to no other.
 *
 * @throws SignInError where the user did not, or it is not possible
 */
export async function signInToServer(upstream: Upstream, options: SigningInOptions): Promise<void> {
  const { name } = upstream;
  checkTransport(upstream);
  const { signIns, dialler, open, signal } = options;
  let isAsked = false;
  for (const replica of upstream.replicas) {
    const server = urlOf(upstream, replica);
    const fetch = fetchOver(dialler.agentsFor(upstream, server));
    const challenge =
      signIns.challengeOf(name, server) ?? (await challengeFrom(upstream, server, fetch, signal));
    if (!challenge) continue;
    isAsked = true;
    const signIn = await signInTo({ server, challenge, fetch, open, signal, ...clientOf(upstream) });
    if (!signIn) throw new SignInError(unexplained(name));
    await signIns.keep(server, signIn);
  }
  if (!isAsked) throw new SignInError(`"${name}" does not ask anybody to sign in.`);
}

/** Forgets what the user got by signing in to a server. @returns whether there was something */
export async function signOutOfServer(upstream: Upstream, signIns: SignIns): Promise<boolean> {
  checkTransport(upstream);
  let was = false;
  for (const server of upstream.replicas.map((replica) => urlOf(upstream, replica))) {
    if (!(await signIns.read(server))) continue;
    was = true;
    await signIns.keep(server);
  }
  return was;
}

/** @throws where a variable that is referred to is not set */
function clientOf(upstream: Upstream): { client?: OAuthClient } {
  const { oauth } = upstream;
  if (!oauth) return {};
  const given = variablesFor(upstream, process.env);
  const secret = oauth.clientSecret && filledIn(oauth.clientSecret, 'oauth.clientSecret', given);
  const clientId = filledIn(oauth.clientId, 'oauth.clientId', given);
  return { client: { ...oauth, clientId, ...(secret === undefined ? {} : { clientSecret: secret }) } };
}

function checkTransport({ name, transport }: Upstream): void {
  if (transport === 'stdio')
    throw new SignInError(`"${name}" is a process of this machine: what it needs to know stands in its env.`);
  if (transport === 'websocket')
    throw new SignInError(`Over WebSocket nobody signs in. Set what "${name}" wants in spec.headers.`);
}

/** What a server says to somebody who is not signed in; undefined where it lets everybody in. */
async function challengeFrom(
  upstream: Upstream,
  server: URL,
  fetch: FetchLike,
  signal: AbortSignal,
): Promise<Challenge | undefined> {
  const isSse = upstream.transport === 'sse';
  const headers = {
    ...headersOf(upstream),
    accept: isSse ? 'text/event-stream' : 'application/json, text/event-stream',
    ...(isSse ? {} : { 'content-type': 'application/json' }),
  };
  const request = isSse ? { headers, signal } : { method: 'POST', body: PING, headers, signal };
  const response = await fetch(server, request);
  await response.body?.cancel();
  return response.status === 401 ? challengeOf(response) : undefined;
}

function unexplained(name: string): string {
  return `"${name}" lets nobody in without a token, and does not say where one signs in. Set what it wants in spec.headers of its manifest, such as Authorization: "Bearer \${NAME}".`;
}
