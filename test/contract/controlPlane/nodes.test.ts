import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fetchKnowledge } from '../../../server/src/catalog/controlPlane/http.ts';
import { service } from '../../../server/src/controlPlane/testing.ts';
import { PostgresServer } from '../store/postgresServer.ts';
import { type HttpProcess, spawnHttp, startHttp, TOKEN } from './httpProcess.ts';
import { HTTP_PEERS } from './peers.ts';
import { mcpHeaders, sendRaw } from './rawHttp.ts';
import { tokenOf } from './tokens.ts';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await PostgresServer.start();
});
afterAll(() => postgres.stop());

/** Two control planes on one PostgreSQL, set up alike. */
async function startNodes(args: readonly string[] = []): Promise<[HttpProcess, HttpProcess]> {
  const store = await postgres.emptySchema();
  const environment = { HEADY_CONTROL_PLANE_STATE_KEY: 'a-state-key-of-the-tests-0123456789abcdef' };
  const start = () => startHttp({ args: ['--store', store, ...args], environment });
  return await Promise.all([start(), start()]);
}

describe('two nodes on one PostgreSQL', () => {
  it.each(HTTP_PEERS)('are one catalog, to $title', async ({ connect }) => {
    const [one, other] = await startNodes();
    const [writer, reader] = await Promise.all([connect(one.url, TOKEN), connect(other.url, TOKEN)]);
    const seen = await reader.subscribe(['heady://catalog/dev']);
    await vi.waitFor(
      async () => {
        const manifest = service(`dev-health-${crypto.randomUUID()}`);
        const { structuredContent } = await writer.call('catalog_register', { manifest });
        expect(structuredContent).toMatchObject({ outcome: 'created' });
        const { name } = manifest.metadata;
        expect(await reader.read(`heady://catalog/dev/Service/${name}`)).toMatchObject({ manifest });
        // A session that nodes share is told of other resources as well: where it subscribed, each knows for itself.
        expect(seen).toEqual(expect.arrayContaining(['heady://catalog/dev', 'list']));
      },
      { timeout: 120_000, interval: 200 },
    );
  });

  it('count requests together', async () => {
    const [one, other] = await startNodes(['--limit-user', '6']);
    const headers = mcpHeaders(await tokenOf('viewer', { subject: 'ann' }));
    // At once, as a limit recovers while one waits.
    const answers = await Promise.all(
      [one, other, one, other, one, other, one, other].map(({ url }) =>
        sendRaw(url, { headers, body: ['{}'] }),
      ),
    );
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);
  });

  it('keep what was acknowledged when one of them is killed', async () => {
    const [one, other] = await startNodes();
    const [v2] = HTTP_PEERS;
    const writer = await v2?.connect(one.url, TOKEN);
    const writes = Array.from({ length: 60 }, async (_, i) => {
      const name = `dev-health-n${i}`;
      const answer = await writer?.call('catalog_register', { manifest: service(name) });
      return answer?.structuredContent ? name : undefined;
    });
    await Promise.race(writes);
    one.child.kill('SIGKILL');
    const acknowledged = (await Promise.allSettled(writes)).flatMap((write) =>
      write.status === 'fulfilled' && write.value !== undefined ? [write.value] : [],
    );
    const kept = new Set([...(await fetchKnowledge(other.url, TOKEN)).entries()].map(({ name }) => name));
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(acknowledged.filter((name) => !kept.has(name))).toEqual([]);
  });
});

describe('a node without its store', () => {
  it('does not start where the address is wrong, and never repeats the password', async () => {
    const store = postgres.address({ password: 'hunter2-is-wrong' });
    const node = spawnHttp(['--http', '127.0.0.1:0', '--store', store], { HEADY_CONTROL_PLANE_TOKEN: TOKEN });
    expect(await node.exited).toBe(1);
    expect(node.lines.join('\n')).toMatch(/^heady control plane: cannot start: /);
    expect(node.lines.join('\n')).not.toContain('hunter2');
  });

  it('is alive but not ready when PostgreSQL is gone, and still ends as it should', async () => {
    const gone = await PostgresServer.start();
    const node = await startHttp({ args: ['--store', gone.address()] });
    const get = (path: string) => fetch(new URL(path, node.url));
    expect((await get('/readyz')).status).toBe(200);
    await gone.stop();
    const readiness = await get('/readyz');
    expect(readiness.status).toBe(503);
    expect(await readiness.text()).toMatch(/^not ready: /);
    expect((await get('/healthz')).status).toBe(200);
    node.child.kill('SIGTERM');
    expect(await node.exited).toBe(0);
  });

  it('answers again when PostgreSQL has started anew', async () => {
    const [node] = await startNodes();
    const [v2] = HTTP_PEERS;
    const peer = await v2?.connect(node.url, TOKEN);
    await postgres.restart();
    const register = () => peer?.call('catalog_register', { manifest: service('dev-health-after') });
    await vi.waitFor(async () => expect((await register())?.structuredContent).toBeDefined(), {
      timeout: 120_000,
    });
    expect((await fetch(new URL('/readyz', node.url))).status).toBe(200);
  });
});
