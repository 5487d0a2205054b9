import { describe, expect, it } from 'vitest';
import { clientOf, connectOverPipes, ERAS, folderWith, published, script, textOf } from './gatewayProcess.ts';

describe('servers that fail', () => {
  it('take no other server with them', { timeout: 600_000 }, async () => {
    const client = clientOf('legacy');
    const folder = folderWith({
      absent: { transport: 'stdio', command: 'heady-there-is-no-such-program' },
      crashing: script('odd.ts', '--crashing'),
      deaf: script('odd.ts', '--deaf'),
      nowhere: { transport: 'http', url: 'http://127.0.0.1:9/mcp' },
      sound: published('server-everything'),
    });
    await connectOverPipes(client, folder);
    await expect
      .poll(async () => (await client.listTools()).tools.map(({ name }) => name), {
        timeout: 300_000,
        interval: 500,
      })
      .toContain('echo');
    expect(await textOf(client, 'echo', { message: 'hello' })).toBe('Echo: hello');
  });

  it.each(ERAS)(
    'are started anew when they are next used, for a %s client',
    { timeout: 600_000 },
    async (era) => {
      const client = clientOf(era);
      await connectOverPipes(client, folderWith({ odd: script('odd.ts') }));
      const first = await textOf(client, 'pid');
      const died = await client.callTool({ name: 'die', arguments: {} });
      expect(died.isError).toBe(true);
      await expect.poll(() => textOf(client, 'pid'), { timeout: 120_000, interval: 200 }).toMatch(/^\d+$/);
      expect(await textOf(client, 'pid')).not.toBe(first);
    },
  );

  it('say what they said last', { timeout: 600_000 }, async () => {
    const client = clientOf('legacy');
    await connectOverPipes(client, folderWith({ crashing: script('odd.ts', '--crashing') }));
    expect(await textOf(client, 'pid')).toContain('no licence was found');
  });
});

describe('processes', () => {
  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'end with the gateway that started them, by %s',
    { timeout: 600_000 },
    async (signal) => {
      const client = clientOf('legacy');
      const gateway = await connectOverPipes(client, folderWith({ odd: script('odd.ts', '--stubborn') }));
      const pid = Number(await textOf(client, 'pid'));
      expect(isAlive(pid)).toBe(true);
      process.kill(gateway, signal);
      await expect.poll(() => isAlive(pid), { timeout: 120_000, interval: 100 }).toBe(false);
    },
  );

  it('have their own environment only', { timeout: 600_000 }, async () => {
    const client = clientOf('legacy');
    const spec = { ...script('odd.ts'), env: { GREETING: 'hello' } };
    await connectOverPipes(client, folderWith({ odd: spec }));
    const environment = JSON.parse(await textOf(client, 'secret'));
    expect(environment.GREETING).toBe('hello');
    expect(Object.keys(environment)).not.toContain('VITEST');
  });
});

it('leaves definitions and answers as they are, with fields that it does not know', {
  timeout: 600_000,
}, async () => {
  const client = clientOf('legacy');
  await connectOverPipes(client, folderWith({ odd: script('odd.ts') }));
  const raw = {
    '~standard': { version: 1 as const, vendor: 'tests', validate: (value: unknown) => ({ value }) },
  };
  const tools = async () =>
    ((await client.request({ method: 'tools/list' }, raw)) as { tools: unknown[] }).tools;
  // A server that takes its time to start is not waited for.
  await expect.poll(tools, { timeout: 120_000, interval: 500 }).toContainEqual({
    name: 'pid',
    description: 'Says or does pid.',
    inputSchema: { type: 'object' },
    'x-vendor': { kept: true },
  });
  const call = { method: 'tools/call', params: { name: 'pid', arguments: {} } };
  expect(await client.request(call, raw)).toMatchObject({ 'x-vendor': 'kept' });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
