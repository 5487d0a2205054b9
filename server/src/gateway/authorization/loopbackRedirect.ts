import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignInError } from './authorizationFetch.ts';

const PATH = '/signed-in';

/** Where a browser comes back to once its user has signed in, or does not want to. On this machine, at a port of its own. */
export interface LoopbackRedirect {
  readonly url: URL;
  /**
   * @returns what the browser brought along: `code`, and `iss` where the authorization server says who it is
   * @throws SignInError where the user said no, or the authorization server did
   */
  readonly answer: Promise<URLSearchParams>;
  close(): void;
}

/**
 * Listens for a browser.
 *
 * @param state what it has to bring along: whoever else comes by is sent away
 */
export async function listenForRedirect(state: string): Promise<LoopbackRedirect> {
  let settle: (answer: URLSearchParams | SignInError) => void = () => {};
  const answer = new Promise<URLSearchParams>((resolve, reject) => {
    settle = (settled) => (settled instanceof SignInError ? reject(settled) : resolve(settled));
  });
  // It may be rejected before anybody waits for it.
  answer.catch(() => {});
  const server = createServer(({ url = '', method }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
    if (method !== 'GET' || pathname !== PATH || searchParams.get('state') !== state) {
      response.writeHead(404).end();
      return;
    }
    const refusal = refusalIn(searchParams);
    const words = refusal ?? 'You are signed in. You can close this page.';
    response
      .writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': "default-src 'none'",
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        connection: 'close',
      })
      .end(page(words));
    settle(refusal === undefined ? searchParams : new SignInError(refusal));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}${PATH}`),
    answer,
    close: () => {
      server.close();
      server.closeIdleConnections();
    },
  };
}

function refusalIn(answer: URLSearchParams): string | undefined {
  const error = answer.get('error');
  if (error === null && answer.get('code')) return undefined;
  if (error === 'access_denied') return 'You did not allow it, so you are not signed in.';
  const why = answer.get('error_description') ?? error ?? 'it sent no code';
  return `You are not signed in. The authorization server says: ${why}`;
}

function page(words: string): string {
  const text = words.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Heady</title><h1>Heady</h1><p>${text}</p></html>`;
}
