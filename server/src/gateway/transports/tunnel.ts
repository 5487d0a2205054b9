import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIPv6, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Unreachable } from './plainErrors.ts';
import type { NamedProxy, Target } from './proxies.ts';

/** How long a proxy may take, in milliseconds. */
const PATIENCE = 30_000;

/**
 * Has a proxy connect to a place.
 *
 * @returns the connection, as if it were one's own
 * @throws Error that says which proxy, and what to do; never what it is signed in to with
 */
export async function tunnel({ url, variable }: NamedProxy, { host, port }: Target): Promise<Duplex> {
  const place = `${isIPv6(host) ? `[${host}]` : host}:${port}`;
  const request = (url.protocol === 'https:' ? requestHttps : requestHttp)({
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
    method: 'CONNECT',
    path: place,
    headers: { host: place, ...authorizationIn(url) },
    agent: false,
    timeout: PATIENCE,
  });
  const name = `The proxy ${url.host} (${variable})`;
  return await new Promise((resolve, reject) => {
    const refuse = (why: string, cause?: Error) => reject(new Unreachable(`${name} ${why}`, { cause }));
    request.once('timeout', () => request.destroy(new Error('it does not answer')));
    request.once('error', (error) =>
      refuse(
        `cannot be used: ${error.message}. Start it, correct ${variable}, or name ${host} in NO_PROXY.`,
        error,
      ),
    );
    request.once('response', (response) => {
      response.resume();
      refuse(whyNot(response, place));
      request.destroy();
    });
    request.once('connect', (response: IncomingMessage, socket: Socket, head: Buffer) => {
      socket.setTimeout(0);
      if (response.statusCode === 200) {
        if (head.length > 0) socket.unshift(head);
        return resolve(socket);
      }
      socket.destroy();
      refuse(whyNot(response, place));
    });
    request.end();
  });
}

function whyNot({ statusCode = 0 }: IncomingMessage, place: string): string {
  return statusCode === 407
    ? 'wants to know who you are (HTTP 407). Write it as http://USER:PASSWORD@HOST:PORT.'
    : `does not connect to ${place} (HTTP ${statusCode}).`;
}

function authorizationIn({ username, password }: URL): Record<string, string> {
  if (username === '') return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}
