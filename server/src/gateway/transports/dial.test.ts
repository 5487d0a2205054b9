import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { upstreamOf } from '../policy/testCall.ts';
import type { Upstream } from '../upstream.ts';
import { rangesOf } from './addresses.ts';
import { Dialler, type Resolve } from './dial.ts';
import { fetchOver } from './httpFetch.ts';
import { WebSocketTransport } from './websocket.ts';

const server = createServer((request, response) => {
  if (request.url === '/away') return response.writeHead(307, { location: 'http://169.254.169.254/' }).end();
  response.writeHead(200, { 'x-path': request.url }).end('here');
});
let port = 0;

beforeAll(async () => {
  new WebSocketServer({ server });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const OWN: Upstream = upstreamOf();
const TOLD: Upstream = { ...OWN, origin: { kind: 'controlPlane', uri: 'https://control.example' } };

/** A name server that answers one after another. */
function answering(...answers: string[][]): Resolve {
  return (_name, _options, callback) => {
    const addresses = (answers.length > 1 ? answers.shift() : answers[0]) ?? [];
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
}

async function fetched(dialler: Dialler, upstream: Upstream, host: string, path = '/'): Promise<Response> {
  const url = new URL(`http://${host}:${port}${path}`);
  return await fetchOver(dialler.agentsFor(upstream, url))(url);
}

test.each(['127.0.0.1', '2130706433', '0x7f.1', '0177.0.0.1', '127.1', '[::ffff:7f00:1]', 'localhost'])(
  'this machine as %s is not dialled for a server that was told of elsewhere, and is for one of a manifest',
  async (host) => {
    const dialler = new Dialler(rangesOf([]));
    await expect(fetched(dialler, TOLD, host)).rejects.toThrow(/a loopback address, which is not dialled/);
    expect(await (await fetched(dialler, OWN, host)).text()).toBe('here');
  },
);

test.each(['10.0.0.1', '169.254.169.254', '[fd00:ec2::254]', '100.64.0.1', '[fe80::1]', '0.0.0.0'])(
  '%s is not dialled for anybody',
  async (host) => {
    await expect(fetched(new Dialler(rangesOf([])), OWN, host)).rejects.toThrow(/--allow-address/);
  },
);

test('a name is worth what it stands for, however it is called', async () => {
  const dialler = new Dialler(rangesOf([]), { resolve: answering(['127.0.0.1']) });
  await expect(fetched(dialler, OWN, 'harmless.example')).rejects.toThrow(
    'harmless.example is at 127.0.0.1, a loopback address',
  );
});

test('what is granted is dialled, and of several addresses only what may be', async () => {
  const granting = new Dialler(rangesOf(['127.0.0.0/8']), {
    resolve: answering(['169.254.169.254', '127.0.0.1']),
  });
  expect(await (await fetched(granting, TOLD, 'harmless.example')).text()).toBe('here');
});

test('a name that comes to stand for something else is judged anew', async () => {
  const dialler = new Dialler(rangesOf(['127.0.0.1']), {
    resolve: answering(['127.0.0.1'], ['169.254.169.254']),
  });
  const first = await fetched(dialler, TOLD, 'turning.example');
  expect(await first.text()).toBe('here');
  dialler.agentsFor(TOLD, new URL('http://turning.example')).http.destroy();
  await expect(fetched(dialler, TOLD, 'turning.example')).rejects.toThrow(/169\.254\.169\.254, a link-local/);
});

test('a redirect is not followed', async () => {
  const response = await fetched(new Dialler(rangesOf([])), OWN, '127.0.0.1', '/away');
  expect([response.status, response.headers.get('location')]).toEqual([307, 'http://169.254.169.254/']);
});

test('WebSockets are dialled by the same rules', async () => {
  const dialler = new Dialler(rangesOf([]));
  const socketTo = (upstream: Upstream, host: string) => {
    const url = new URL(`ws://${host}:${port}`);
    return new WebSocketTransport(url, dialler.agentsFor(upstream, url));
  };
  await expect(socketTo(TOLD, '0x7f.1').start()).rejects.toThrow(/loopback/);
  await expect(socketTo(TOLD, 'localhost').start()).rejects.toThrow(/loopback/);
  const own = socketTo(OWN, 'localhost');
  await own.start();
  await own.close();
});
