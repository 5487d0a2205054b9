import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../server/src/controlPlane/openStore.ts';
import type { Store } from '../../../server/src/controlPlane/store/store.ts';
import { PostgresServer } from './postgresServer.ts';

/** Processes that write to one store at a time; all of them are killed in each round. */
const WRITERS = 6;
/** Rounds on one store, each of which ends with all of it being checked. */
const ROUNDS = 10;

let folder: string;
let program: string;
let server: PostgresServer | undefined;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heady-crash-'));
  program = await bundleWriter(folder);
  server = await PostgresServer.start();
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

let files = 0;
describe.each([
  ['SQLite', 5, async () => `sqlite:${join(folder, `catalog-${files++}.db`)}`],
  ['PostgreSQL', 1, async () => (await server?.emptySchema()) ?? expect.fail('PostgreSQL did not start.')],
] as const)('writers on one store in %s, killed at random points', (_, stores, makeAddress) => {
  it(`lose nothing that was acknowledged and leave nothing half done, in ${stores * ROUNDS * WRITERS} crashes`, {
    timeout: 600_000,
  }, async () => {
    for (let i = 0; i < stores; i++) await crashOn(await makeAddress());
  });
});

async function crashOn(address: string): Promise<void> {
  const acknowledged: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const writers = Array.from({ length: WRITERS }, (_, i) => startWriter(address, `r${round}w${i}`));
    // Most are killed among their writes, some while they open the store or make it.
    await Promise.all(
      writers.map(async (writer, i) => {
        if (i % 3) await writer.started;
        await sleep(Math.random() * (i % 3 ? 40 : 250));
        acknowledged.push(...(await writer.kill()));
      }),
    );
    const store = await openStore(address, (message) => expect.fail(message));
    await expectWhole(store, acknowledged);
    await store.close();
  }
  expect(acknowledged.length).toBeGreaterThan(ROUNDS * WRITERS);
}

function startWriter(address: string, prefix: string) {
  const child = spawn(process.execPath, [program, address, prefix], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const exited = new Promise((resolve) => child.once('close', resolve));
  const lines = createInterface({ input: child.stdout });
  const started = new Promise((resolve, reject) => {
    lines.once('line', resolve);
    void exited.then(() => reject(new Error(`The writer ended by itself. ${errors}`)));
  });
  started.catch(() => {}); // Not everybody waits for it.
  lines.on('line', (line) => said.push(line));
  return {
    started,
    /** What it had acknowledged. */
    async kill(): Promise<string[]> {
      child.kill('SIGKILL');
      await exited;
      return said;
    },
  };
}

/** One file starts sooner than many, and hundreds are started. */
async function bundleWriter(outdir: string): Promise<string> {
  await build({
    entryPoints: { storeWriter: fileURLToPath(new URL('storeWriter.ts', import.meta.url)) },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  return join(outdir, 'storeWriter.mjs');
}

/** Each write is there with all that belongs to it, or not at all; and all that were acknowledged are. */
async function expectWhole(store: Store, acknowledged: readonly string[]): Promise<void> {
  const records = await store.audit.query({}, 1_000_000);
  const recorded = records.map(({ action, target }) => `${action} ${target}`);
  const [entries, secrets] = [await entriesIn(store), await secretsIn(store)];
  const kept = [
    ...entries.map((name) => `entry ${name}`),
    ...secrets.map((name) => `secret ${name}`),
    ...recorded.filter((each) => each.startsWith('note ')),
  ];
  expect([...recorded].sort()).toEqual(kept.sort());
  const there = new Set(kept);
  expect(acknowledged.filter((each) => !there.has(each))).toEqual([]);
  expect(await store.audit.verify()).toMatchObject({ valid: true, records: kept.length });
}

/** The names of all entries, each with one version, one change, and its words in the index. */
async function entriesIn({ catalog }: Store): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await catalog.search({}, { limit: 500, ...(cursor ? { cursor } : {}) });
    for (const { name, version, manifest } of page.entries) {
      expect({ version, manifest }).toEqual({ version: 1, manifest: { name } });
      names.push(name);
    }
    cursor = page.nextCursor;
  } while (cursor);
  const changes = await catalog.changes(0, 1_000_000);
  expect(changes.map(({ name }) => name).sort()).toEqual([...names].sort());
  const last = changes.at(-1);
  if (!last) return names;
  expect(await catalog.history(last)).toHaveLength(1);
  expect((await catalog.search({ text: last.name }, { limit: 1_000 })).total).toBeGreaterThan(0);
  expect((await catalog.search({ tag: `Owner=${last.name}` }, { limit: 1 })).total).toBe(1);
  return names;
}

/** The names of all secrets, each with its whole value. */
async function secretsIn({ secrets }: Store): Promise<string[]> {
  const all = await secrets.list();
  for (const { name, environment } of all) {
    const kept = await secrets.get({ name, environment });
    expect(new TextDecoder().decode(kept?.bytes)).toBe(name);
  }
  return all.map(({ name }) => name);
}
