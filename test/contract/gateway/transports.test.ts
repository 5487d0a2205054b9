import type { Client } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import {
  clientOf,
  connectOverHttp,
  connectOverPipes,
  ERAS,
  type Era,
  folderWith,
  startGateway,
  textOf,
} from './gatewayProcess.ts';
import { overHttp, overSse, overWebSocket } from './legacyServers.ts';

const UPSTREAMS = [
  { transport: 'sse', start: overSse },
  { transport: 'http', start: overHttp },
  { transport: 'websocket', start: overWebSocket },
] as const;
const CASES = UPSTREAMS.flatMap((upstream) => ERAS.map((era) => ({ ...upstream, era })));

describe.each(CASES)(
  'a server of the older SDK over $transport, for a $era client',
  ({ transport, start, era }) => {
    it('is called, asks, and announces its changes', { timeout: 600_000 }, async () => {
      const { url } = await start();
      const client = clientOf(era, { elicitation: { form: {} } });
      client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { name: 'Ada' } }));
      const told = watch(client);
      await connectOverPipes(client, folderWith({ notes: { transport, url } }));

      await expect
        .poll(async () => (await client.listTools()).tools.map(({ name }) => name), {
          timeout: 300_000,
          interval: 500,
        })
        .toEqual(['note', 'grow', 'ask']);
      await subscribe(client, era, 'notes://latest');
      expect(await textOf(client, 'note', { text: 'milk' })).toBe('Noted: milk');
      expect((await client.readResource({ uri: 'notes://latest' })).contents).toMatchObject([
        { text: 'milk' },
      ]);
      await untilUpdated(client, told);
      expect(await textOf(client, 'ask')).toBe('accept Ada');
      await textOf(client, 'grow');
      await expect
        .poll(() => told.map(([method]) => method), { timeout: 120_000 })
        .toContain('notifications/tools/list_changed');
      // What is new is known, and waits for somebody to approve it.
      expect(await textOf(client, 'grown')).toContain('gateway/pin');
      if (era === 'legacy')
        expect(told).toContainEqual([
          'notifications/message',
          expect.objectContaining({ data: 'noted milk' }),
        ]);
    });
  },
);

it.each(UPSTREAMS)(
  'a server over $transport that forgot its sessions is connected to anew',
  { timeout: 600_000 },
  async ({ transport, start }) => {
    const { url, forget } = await start();
    const client = clientOf('legacy');
    await connectOverPipes(client, folderWith({ notes: { transport, url } }));
    expect(await textOf(client, 'note', { text: 'milk' })).toBe('Noted: milk');
    forget();
    await expect
      .poll(() => textOf(client, 'note', { text: 'bread' }), { timeout: 120_000, interval: 500 })
      .toBe('Noted: bread');
  },
);

it.each(ERAS)('a %s client over HTTP is told of changes', { timeout: 600_000 }, async (era) => {
  const { url } = await overHttp();
  const gateway = await startGateway(folderWith({ notes: { transport: 'http', url } }));
  const client = clientOf(era);
  const told = watch(client);
  await connectOverHttp(client, gateway.url);
  await expect
    .poll(async () => (await client.listTools()).tools.length, { timeout: 120_000, interval: 500 })
    .toBe(3);
  await subscribe(client, era, 'notes://latest');
  await untilUpdated(client, told);
  await textOf(client, 'grow');
  await expect
    .poll(() => told.map(([method]) => method), { timeout: 120_000 })
    .toContain('notifications/tools/list_changed');
});

/** What a client is told, as it comes. */
function watch(client: Client): [method: string, params: unknown][] {
  const told: [string, unknown][] = [];
  client.fallbackNotificationHandler = async ({ method, params }) => void told.push([method, params]);
  return told;
}

/** Notes again until the client is told: that it listens may reach the server after it was answered. */
async function untilUpdated(client: Client, told: readonly unknown[]): Promise<void> {
  await expect
    .poll(
      async () => {
        await client.callTool({ name: 'note', arguments: { text: 'milk' } });
        return told;
      },
      { timeout: 120_000, interval: 300 },
    )
    .toContainEqual(['notifications/resources/updated', expect.objectContaining({ uri: 'notes://latest' })]);
}

async function subscribe(client: Client, era: Era, uri: string): Promise<void> {
  if (era === 'legacy') await client.subscribeResource({ uri });
  else
    await client.listen({ toolsListChanged: true, resourcesListChanged: true, resourceSubscriptions: [uri] });
}
