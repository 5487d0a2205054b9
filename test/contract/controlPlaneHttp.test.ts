import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ControlPlaneClient } from '../../server/src/catalog/controlPlaneClient.ts';
import { fetchKnowledge, remoteControlPlane } from '../../server/src/catalog/controlPlaneHttp.ts';
import { rulesGate } from '../../server/src/controlPlane/gate/rulesGate.ts';
import { controlPlaneServer } from '../../server/src/controlPlane/server.ts';
import { openSqliteStore } from '../../server/src/controlPlane/store/sqlite.ts';
import { service } from '../../server/src/controlPlane/testing.ts';
import { temporaryFolder } from './controlPlaneProcess.ts';

const TOKEN = 'a-token';

/** A control plane over Streamable HTTP that asks for a bearer token. */
async function serveHttp(): Promise<URL> {
  const store = openSqliteStore(join(temporaryFolder(), 'catalog.db'), (message) => expect.fail(message));
  const handler = createMcpHandler(controlPlaneServer(store, rulesGate(store)));
  const server = createServer(async (incoming, outgoing) => {
    if (incoming.headers.authorization !== `Bearer ${TOKEN}`) {
      outgoing.writeHead(401).end('{}');
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { method = 'GET', url = '/' } = incoming;
    const init = { method, headers: incoming.headers as Record<string, string> };
    const body = method === 'POST' ? { body: Buffer.concat(chunks) } : {};
    const response = await handler.fetch(new Request(new URL(url, 'http://127.0.0.1'), { ...init, ...body }));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (response.body) Readable.fromWeb(response.body as ReadableStream).pipe(outgoing);
    else outgoing.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await handler.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await store.close();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`);
}

describe('a control plane over HTTP', () => {
  it('is registered with, and asked once for all it knows', async () => {
    const url = await serveHttp();
    const client = new ControlPlaneClient({ makeLink: remoteControlPlane(url, TOKEN) });
    onTestFinished(() => client.dispose());
    await client.start();
    expect(client.status.state).toBe('connected');
    expect(await client.register(service('prod-health-billing'))).toMatchObject({ outcome: 'created' });
    expect(client.entry('Service', 'prod-health-billing', 'prod').state).toBe('known');
    const knowledge = await fetchKnowledge(url, TOKEN);
    expect(knowledge.reached).toBe('known');
    expect([...knowledge.entries()].map(({ name }) => name)).toEqual(['prod-health-billing']);
  });

  it('is not known without its token, nor where nobody listens', async () => {
    const url = await serveHttp();
    await expect(fetchKnowledge(url, undefined)).rejects.toThrow();
    await expect(fetchKnowledge(url, 'another')).rejects.toThrow();
    await expect(fetchKnowledge(new URL('http://127.0.0.1:1/mcp'), TOKEN)).rejects.toThrow();
  });
});
