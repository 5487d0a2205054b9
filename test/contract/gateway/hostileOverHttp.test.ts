import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { clientOf, connectOverPipes, folderWith, textOf } from './gatewayProcess.ts';
import { hostileHttp, WAYS } from './servers/hostileHttp.ts';

const SLOW = { timeout: 600_000 };
const POLL = { timeout: 120_000, interval: 300 };

/** Where a server behaves in a way. */
async function origin(): Promise<(way: string) => string> {
  const server = hostileHttp();
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (way) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${way}`;
}

it('hostile servers over HTTP fail their own calls only', SLOW, async () => {
  const at = await origin();
  const ways = Object.keys(WAYS);
  const servers = Object.fromEntries(
    [...ways, 'sound'].map((way) => {
      const timeoutMs = way === 'hangs' || way === 'hangs-after-its-head' ? 5_000 : 600_000;
      return [way, { transport: 'http', url: at(way), timeoutMs }];
    }),
  );
  const client = clientOf('legacy');
  await connectOverPipes(client, folderWith(servers));
  const names = async () => (await client.listTools()).tools.map(({ name }) => name);
  await expect.poll(names, POLL).toEqual(expect.arrayContaining([...ways, 'sound']));

  const answers = new Map(
    await Promise.all(
      ways.map(async (way) => [way, await client.callTool({ name: way, arguments: {} })] as const),
    ),
  );
  const said = (way: string) => (answers.get(way)?.content[0] as { text: string } | undefined)?.text ?? '';
  expect(said('overflows')).toHaveLength(10_000_000);
  expect([said('confuses'), said('floods')]).toEqual(['confuses', 'floods']);
  for (const way of ways.filter((each) => !['overflows', 'confuses', 'floods'].includes(each))) {
    expect([way, answers.get(way)?.isError]).toEqual([way, true]);
    expect(said(way)).not.toBe('');
  }
  expect(said('redirects')).toMatch(/[Rr]edirect/);
  // Nobody waited for the time that it may take.
  for (const way of ['streams-half', 'streams-nothing']) expect(said(way)).toContain('ended half-way');
  expect(await textOf(client, 'sound')).toBe('sound');
});

it('of ten servers one hangs, and the other nine wait for nothing of it', SLOW, async () => {
  const at = await origin();
  const nine = Array.from({ length: 9 }, (_, index) => `sound-${index}`);
  const servers = Object.fromEntries(
    [...nine, 'hangs'].map((way) => [
      way,
      // Longer than this test: nothing but being called off ends a call of it.
      { transport: 'http', url: at(way), timeoutMs: 600_000, rateLimit: { perMinute: 1_000, concurrent: 2 } },
    ]),
  );
  const client = clientOf('legacy');
  await connectOverPipes(client, folderWith(servers), [
    '--limit-user',
    '10000',
    '--limit-workspace',
    '10000',
  ]);
  const names = async () => (await client.listTools()).tools.map(({ name }) => name);
  await expect.poll(names, POLL).toEqual(expect.arrayContaining([...nine, 'hangs']));

  const stop = new AbortController();
  let ended = 0;
  // More than it may be asked at once: some hang at it, some wait for their turn.
  const hanging = Array.from({ length: 4 }, () =>
    client
      .callTool({ name: 'hangs', arguments: {} }, { signal: stop.signal, timeout: 600_000 })
      .catch(() => undefined)
      .finally(() => ended++),
  );
  for (let round = 0; round < 10; round++) {
    const texts = await Promise.all(nine.map((name) => textOf(client, name)));
    expect(texts).toEqual(nine.map(() => 'sound'));
  }
  expect(await names()).toContain('hangs');
  expect(ended).toBe(0);
  stop.abort();
  await Promise.all(hanging);
});
