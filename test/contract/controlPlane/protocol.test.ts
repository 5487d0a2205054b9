import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { policy, service } from '../../../server/src/controlPlane/testing.ts';
import { PEERS } from './peers.ts';
import { callLine, shakeHands, startRaw, temporaryFolder } from './process.ts';

const database = () => join(temporaryFolder(), 'catalog.db');

describe.each(PEERS)('the control plane, to $title', ({ connect }) => {
  it('lists its tools, honestly described', async () => {
    const tools = await (await connect(database())).tools();
    const reads = { readOnlyHint: true, idempotentHint: true, openWorldHint: false };
    const replaces = { readOnlyHint: false, destructiveHint: true, openWorldHint: false };
    const hints = Object.fromEntries(tools.map(({ name, annotations }) => [name, annotations]));
    expect(hints).toMatchObject({
      catalog_search: reads,
      catalog_get: reads,
      catalog_register: { ...replaces, idempotentHint: true },
      catalog_promote: { ...replaces, idempotentHint: true },
      catalog_retire: { ...replaces, idempotentHint: true },
      catalog_history: reads,
      policy_evaluate: reads,
      impact_check: reads,
      secret_set: { ...replaces, idempotentHint: false },
      secret_remove: { ...replaces, idempotentHint: true },
      secret_list: reads,
      pin_decide: { ...replaces, idempotentHint: true },
      pin_list: reads,
    });
    expect(tools.every(({ outputSchema }) => outputSchema !== undefined)).toBe(true);
  });

  it('lists the catalog of each environment as a resource', async () => {
    const peer = await connect(database());
    expect(await peer.resources()).toEqual(
      expect.arrayContaining(
        ['dev', 'test', 'stage', 'prod', 'none'].map((shelf) => `heady://catalog/${shelf}`),
      ),
    );
    expect(await peer.templates()).toEqual(
      expect.arrayContaining(['heady://catalog/{env}', 'heady://catalog/{env}/{kind}/{name}']),
    );
  });

  it('registers, finds, gets and reads', async () => {
    const peer = await connect(database());
    // Listing first has the client check every answer against its schema.
    await peer.tools();
    const manifest = service('dev-health-billing');
    const created = await peer.call('catalog_register', { manifest, source: 'a test' });
    const entry = {
      kind: 'Service',
      name: 'dev-health-billing',
      environment: 'dev',
      version: 1,
      manifest,
      source: 'a test',
    };
    expect(created.structuredContent).toMatchObject({ outcome: 'created', entry });
    expect(created.text).toMatch(/^Created: Service dev-health-billing/);
    const found = await peer.call('catalog_search', { text: 'billing' });
    expect(found.structuredContent).toMatchObject({ entries: [entry], total: 1, revision: 1 });
    const got = await peer.call('catalog_get', { kind: 'Service', name: 'dev-health-billing' });
    expect(got.structuredContent).toMatchObject({ entry });
    expect(await peer.read('heady://catalog/dev')).toMatchObject({ environment: 'dev', entries: [entry] });
    expect(await peer.read('heady://catalog/dev/Service/dev-health-billing')).toMatchObject(entry);
    expect(await peer.read('heady://catalog/prod')).toMatchObject({ entries: [] });
    await expect(peer.read('heady://catalog/prod/Service/dev-health-billing')).rejects.toThrow();
    await expect(peer.read('heady://catalog/moon')).rejects.toThrow();
  });

  it('says so where there is no such entry', async () => {
    const peer = await connect(database());
    const answer = await peer.call('catalog_get', { kind: 'Service', name: 'dev-x-y', environment: 'prod' });
    expect(answer).toMatchObject({
      isError: true,
      text: expect.stringContaining('no Service named "dev-x-y" in prod'),
    });
  });

  it('refuses what breaks a rule and lists every finding', async () => {
    const peer = await connect(database());
    await peer.tools();
    const answer = await peer.call('catalog_register', {
      manifest: service('dev-health-billing', { plane: 'edge', replicas: -1 }),
    });
    expect(answer.isError).toBeUndefined();
    expect(answer.structuredContent).toMatchObject({
      outcome: 'refused',
      findings: [
        { rule: 'schema/enum', path: 'spec.plane' },
        { rule: 'schema/range', path: 'spec.replicas' },
      ],
    });
    expect(answer.text).toMatch(/spec\.plane: .*\[schema\/enum\]/);
    expect((await peer.call('catalog_search', {})).structuredContent).toMatchObject({
      total: 0,
      revision: 0,
    });
  });

  it('refuses what is no manifest, and arguments that do not fit', async () => {
    const peer = await connect(database());
    for (const manifest of [
      {},
      { kind: 'Service' },
      { kind: 7, metadata: [] },
      { metadata: { name: 'x'.repeat(300_000) } },
    ]) {
      expect((await peer.call('catalog_register', { manifest })).structuredContent).toMatchObject({
        outcome: 'refused',
      });
    }
    expect(await peer.call('catalog_register', { manifest: 'text' })).toMatchObject({ isError: true });
    expect(await peer.call('catalog_search', { limit: 501 })).toMatchObject({ isError: true });
    expect(await peer.call('catalog_search', { cursor: 'x' })).toMatchObject({ isError: true });
  });

  it('is a conflict where somebody was faster', async () => {
    const peer = await connect(database());
    const register = (replicas: number, ifVersion: number) =>
      peer.call('catalog_register', { manifest: service('dev-health-billing', { replicas }), ifVersion });
    await register(1, 0);
    expect((await register(2, 0)).structuredContent).toMatchObject({
      outcome: 'conflict',
      entry: { version: 1 },
    });
    expect((await register(2, 1)).structuredContent).toMatchObject({
      outcome: 'updated',
      entry: { version: 2 },
    });
  });

  it('pages', async () => {
    const peer = await connect(database());
    for (const each of ['a', 'b', 'c'])
      await peer.call('catalog_register', { manifest: service(`dev-health-${each}`) });
    const first = await peer.call('catalog_search', { limit: 2 });
    const { nextCursor } = first.structuredContent as { nextCursor: string };
    expect(first.structuredContent).toMatchObject({ total: 3, entries: [{}, {}] });
    const last = await peer.call('catalog_search', { limit: 2, cursor: nextCursor });
    expect(last.structuredContent).toMatchObject({ total: 3, entries: [{ name: 'dev-health-c' }] });
    expect(last.structuredContent).not.toHaveProperty('nextCursor');
  });

  it('announces what was subscribed to, also what another process registers', async () => {
    const path = database();
    const [peer, other] = await Promise.all([connect(path), connect(path)]);
    const seen = await peer.subscribe(['heady://catalog/dev', 'heady://catalog/dev/Service/dev-health-b']);
    await peer.call('catalog_register', { manifest: service('test-health-unwatched') });
    await peer.call('catalog_register', { manifest: service('dev-health-a') });
    await vi.waitFor(() => expect(seen).toEqual(['list', 'heady://catalog/dev', 'list']), {
      timeout: 120_000,
    });
    seen.length = 0;
    await other.call('catalog_register', { manifest: service('dev-health-b') });
    await vi.waitFor(
      () => expect(seen).toEqual(['heady://catalog/dev', 'heady://catalog/dev/Service/dev-health-b', 'list']),
      { timeout: 120_000 },
    );
    expect((await peer.call('catalog_search', {})).structuredContent).toMatchObject({ total: 3 });
  });

  it('judges by policies that another process registered', async () => {
    const path = database();
    const [peer, other] = await Promise.all([connect(path), connect(path)]);
    const manifest = service('dev-health-billing', {}, { Owner: '' });
    await other.call('catalog_register', {
      manifest: policy('rails', { rules: { 'tags/required': 'error' } }),
    });
    expect((await peer.call('catalog_register', { manifest })).structuredContent).toMatchObject({
      outcome: 'refused',
      findings: [{ rule: 'tags/required' }],
    });
  });
});

describe('the control plane, as a process', () => {
  const stdio = (path: string) => ['--stdio', '--store', `sqlite:${path}`];

  it('says nothing on its own and ends with its input', async () => {
    const raw = startRaw(stdio(database()));
    await shakeHands(raw);
    raw.child.stdin?.end();
    expect(await raw.exited).toMatchObject({ code: 0, signal: null });
    expect(raw.stderr()).toBe('');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends on %s and leaves a whole file', async (signal) => {
    const path = database();
    const raw = startRaw(stdio(path));
    await shakeHands(raw);
    raw.say(callLine(1, 'catalog_register', { manifest: service('dev-health-billing') }));
    await raw.answer(1);
    raw.child.kill(signal);
    expect((await raw.exited).code).toBe(0);
    expect(readdirSync(join(path, '..'))).toEqual(['catalog.db']);
  });

  it.each([[[]], [['--stdio']], [['--stdio', '--store', 'mysql://x']], [['--nonsense']], [['bakup']]])(
    'exits 2 on the command line %j, and says in a line what is wrong and where to read on',
    async (args) => {
      const raw = startRaw(args);
      expect(await raw.exited).toEqual({ code: 2, signal: null, stdout: '' });
      expect(raw.stderr()).toMatch(
        /^heady control plane: .+ Run 'heady control-plane --help' for the settings\.\n$/,
      );
    },
  );

  it('exits 1 where the catalog cannot be kept, and says where and why', async () => {
    const folder = temporaryFolder();
    const raw = startRaw(stdio(folder));
    expect(await raw.exited).toMatchObject({ code: 1, stdout: '' });
    expect(raw.stderr()).toContain(folder);
  });

  it('keeps a damaged file, says so, and starts empty', async () => {
    const path = database();
    writeFileSync(path, 'This is no database. '.repeat(1_000));
    const raw = startRaw(stdio(path));
    await shakeHands(raw);
    raw.say(callLine(1, 'catalog_search', {}));
    expect((await raw.answer(1)).result?.structuredContent).toMatchObject({ total: 0 });
    expect(readdirSync(join(path, '..')).filter((name) => name.includes('.corrupt-'))).toHaveLength(1);
    expect(raw.stderr()).toMatch(/is damaged .* It is kept as .*\.corrupt-/);
  });

  it('takes no harm from garbage on its input', async () => {
    const raw = startRaw(stdio(database()));
    for (const line of ['', 'garbage', '{', '[]', '{"jsonrpc":"2.0"}', '\u0000\u0001', '"x"', '💥'])
      raw.say(line);
    await shakeHands(raw);
    for (const line of ['garbage', '{"jsonrpc":"2.0","id":5,"method":"no/such"}', '[[[[']) raw.say(line);
    raw.say(callLine(1, 'catalog_search', {}));
    expect((await raw.answer(1)).result?.structuredContent).toMatchObject({ total: 0 });
    expect((await raw.answer(5)).error?.message).toMatch(/not found/i);
  });

  it('refuses a manifest of megabytes, and ends rather than swallow a line without end', async () => {
    const path = database();
    const raw = startRaw(stdio(path));
    await shakeHands(raw);
    raw.say(
      callLine(1, 'catalog_register', {
        manifest: service('dev-health-a', { image: 'x'.repeat(3_000_000) }),
      }),
    );
    expect((await raw.answer(1)).result?.structuredContent).toMatchObject({
      outcome: 'refused',
      findings: [{ rule: 'schema/range' }],
    });
    raw.say('x'.repeat(11_000_000));
    await raw.exited;
    expect(raw.stderr()).toMatch(/exceed|size/i);
  });

  it('keeps every acknowledged write when it is killed in the middle of writing', async () => {
    const path = database();
    const acknowledged = new Set<string>();
    for (const round of [1, 2, 3]) {
      const raw = startRaw(stdio(path));
      await shakeHands(raw);
      const names = Array.from({ length: 500 }, (_, i) => `dev-health-r${round}n${i}`);
      for (const [i, name] of names.entries()) {
        raw.say(callLine(i + 1, 'catalog_register', { manifest: service(name) }));
        void raw.answer(i + 1).then(
          () => acknowledged.add(name),
          () => {}, // Killed before it answered: nothing was promised.
        );
      }
      await vi.waitFor(() => expect(acknowledged.size).toBeGreaterThan(round * 20), {
        timeout: 120_000,
        interval: 1,
      });
      raw.child.kill('SIGKILL');
      expect((await raw.exited).signal).toBe('SIGKILL');
    }
    const raw = startRaw(stdio(path));
    await shakeHands(raw);
    const kept = new Set<string>();
    let cursor: string | undefined;
    let id = 1;
    do {
      raw.say(callLine(id, 'catalog_search', { limit: 500, ...(cursor ? { cursor } : {}) }));
      const { structuredContent } = (await raw.answer(id++)).result ?? {};
      const page = structuredContent as { entries: { name: string }[]; nextCursor?: string };
      for (const { name } of page.entries) kept.add(name);
      cursor = page.nextCursor;
    } while (cursor);
    expect([...acknowledged].filter((name) => !kept.has(name))).toEqual([]);
    expect(acknowledged.size).toBeGreaterThan(60);
    expect(raw.stderr()).toBe('');
  });
});
