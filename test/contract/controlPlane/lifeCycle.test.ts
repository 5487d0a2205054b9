import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { service } from '../../../server/src/controlPlane/testing.ts';
import { startHttp, TOKEN } from './httpProcess.ts';
import { HTTP_PEERS, PEERS } from './peers.ts';
import { temporaryFolder } from './process.ts';
import { tokenOf } from './tokens.ts';

const OVER_PIPES = PEERS.map(({ title, connect }) => ({
  title: `over pipes, ${title}`,
  connect: () => connect(join(temporaryFolder(), 'catalog.db')),
}));

const OVER_HTTP = HTTP_PEERS.map(({ title, connect }) => ({
  title: `over HTTP, ${title}`,
  connect: async () => connect((await startHttp()).url, TOKEN),
}));

/** Enough to be told of on the way, and to be interrupted. */
const LONG = 'A plain paragraph about invoices and receipts.\n\n'.repeat(20_000);

describe.each([...OVER_PIPES, ...OVER_HTTP])('an entry, $title', ({ connect }) => {
  it('is registered, promoted and retired, and every step is told', async () => {
    const peer = await connect();
    // Listing first has the client check every answer against its schema.
    await peer.tools();
    const seen = await peer.subscribe([
      'heady://catalog/test',
      'heady://catalog/test/Service/test-health-billing',
    ]);
    await peer.call('catalog_register', { manifest: service('dev-health-billing') });
    const promotion = { kind: 'Service', name: 'dev-health-billing', to: 'test', ifVersion: 1 };
    expect(
      (await peer.call('catalog_promote', { ...promotion, dryRun: true })).structuredContent,
    ).toMatchObject({
      outcome: 'allowed',
      manifest: { metadata: { name: 'test-health-billing' } },
    });
    const refused = await peer.call('catalog_promote', { ...promotion, to: 'prod' });
    expect(refused.structuredContent).toMatchObject({ outcome: 'refused' });
    expect(refused.text).toContain('order: refused. After dev comes test, not prod.');
    expect((await peer.call('catalog_promote', promotion)).structuredContent).toMatchObject({
      outcome: 'promoted',
      entry: { name: 'test-health-billing', environment: 'test', version: 1 },
    });
    await announced(seen);
    const entry = { kind: 'Service', name: 'test-health-billing' };
    expect((await peer.call('policy_evaluate', { ...entry, to: 'stage' })).structuredContent).toMatchObject({
      results: [{ name: 'stage-health-billing', outcome: 'passed' }],
    });
    expect((await peer.call('catalog_retire', { ...entry, ifVersion: 1 })).structuredContent).toMatchObject({
      outcome: 'retired',
    });
    await announced(seen);
    expect((await peer.call('catalog_history', entry)).structuredContent).toMatchObject({
      versions: [
        { version: 2, retired: true, actor: expect.any(String) },
        { version: 1, source: 'promoted from dev-health-billing version 1' },
      ],
    });
    await expect(peer.read('heady://catalog/test/Service/test-health-billing')).rejects.toThrow();
  });

  it('tells how far long work is, and ends it when it is cancelled', async () => {
    const peer = await connect();
    const told: number[] = [];
    await peer.call(
      'impact_check',
      { text: LONG },
      { onprogress: ({ progress }) => void told.push(progress) },
    );
    expect(told.length).toBeGreaterThan(0);
    expect(told).toEqual([...told].sort((a, b) => a - b));

    const stop = new AbortController();
    const onprogress = () => stop.abort();
    await expect(
      peer.call('impact_check', { text: LONG }, { signal: stop.signal, onprogress }),
    ).rejects.toThrow();
    // It goes on serving.
    expect((await peer.call('impact_check', { text: 'The blacklist.' })).structuredContent).toMatchObject({
      total: 1,
    });
  });
});

/** Waits until both subscriptions were told, and forgets what came. */
async function announced(seen: string[]): Promise<void> {
  const uris = ['heady://catalog/test', 'heady://catalog/test/Service/test-health-billing'];
  await vi.waitFor(() => expect(seen).toEqual(expect.arrayContaining(uris)), { timeout: 120_000 });
  seen.length = 0;
}

describe.each(HTTP_PEERS)('an approval to promote, $title', ({ connect }) => {
  it('is asked for once all other gates let it pass', async () => {
    const { url } = await startHttp();
    const admin = await connect(url, TOKEN);
    await admin.call('catalog_register', { manifest: service('stage-health-billing') });
    const asked: string[] = [];
    const olga = await connect(url, await tokenOf('operator', { subject: 'olga' }), (message) => {
      asked.push(message);
      return true;
    });
    const promote = (ifVersion: number) =>
      olga.call('catalog_promote', { kind: 'Service', name: 'stage-health-billing', to: 'prod', ifVersion });
    expect((await promote(2)).structuredContent).toMatchObject({ outcome: 'conflict' });
    expect(asked).toEqual([]);
    expect((await promote(1)).structuredContent).toMatchObject({
      outcome: 'promoted',
      entry: { name: 'prod-health-billing', actor: 'olga' },
    });
    expect(asked).toEqual([expect.stringContaining('from stage to prod, where it is new. Approve?')]);
  });

  it('ends on the server too what the client cancels', { timeout: 600_000 }, async () => {
    const { url } = await startHttp();
    const peer = await connect(url, TOKEN);
    const giveUp = async () => {
      const stop = new AbortController();
      const onprogress = () => stop.abort();
      const call = peer.call('impact_check', { text: LONG }, { signal: stop.signal, onprogress });
      await expect(call).rejects.toThrow();
    };
    const ended = async () => {
      const answer = await fetch(new URL('/metrics', url), { headers: { authorization: `Bearer ${TOKEN}` } });
      return (await answer.text()).split('\n').filter((line) => /calls_total.*impact_check/.test(line));
    };
    // Where a busy machine is done before it hears of it, it is tried again.
    await vi.waitFor(
      async () => {
        await giveUp();
        expect(await ended()).toContainEqual(expect.stringContaining('failed'));
      },
      { timeout: 100_000, interval: 200 },
    );
  });
});
