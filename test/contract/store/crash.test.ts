import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../server/src/controlPlane/openStore.ts';
import type { Store } from '../../../server/src/controlPlane/store/store.ts';
import { PostgresServer } from './postgresServer.ts';

/** More rounds find rarer faults: HEADY_CRASH_ROUNDS=300. */
const ROUNDS = Number(process.env.HEADY_CRASH_ROUNDS ?? 5);
const WRITER = fileURLToPath(new URL('storeWriter.ts', import.meta.url));

let server: PostgresServer | undefined;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heady-crash-'));
  server = await PostgresServer.start();
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ['SQLite', async () => `sqlite:${join(folder, 'catalog.db')}`],
  ['PostgreSQL', async () => (await server?.emptySchema()) ?? expect.fail('PostgreSQL did not start.')],
])('writers on one store in %s, killed at random points', (_, makeAddress) => {
  it(`lose nothing that was acknowledged, in ${ROUNDS} rounds`, {
    timeout: 60_000 + ROUNDS * 20_000,
  }, async () => {
    const address = await makeAddress();
    const acknowledged = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const writers = await Promise.all([0, 1].map((i) => startWriter(address, `r${round}w${i}`)));
      // The other one goes on writing meanwhile.
      for (const writer of writers) {
        await sleep(Math.random() * 300);
        for (const name of await writer.kill()) acknowledged.add(name);
      }
      const store = await openStore(address, (message) => expect.fail(message));
      await expectWhole(store, acknowledged);
      await store.close();
    }
    expect(acknowledged.size).toBeGreaterThan(ROUNDS * 2);
  });
});

async function startWriter(address: string, prefix: string) {
  const child = spawn(process.execPath, [WRITER, address, prefix], { stdio: ['ignore', 'pipe', 'pipe'] });
  const names: string[] = [];
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const exited = new Promise((resolve) => child.once('close', resolve));
  const lines = createInterface({ input: child.stdout });
  const first = new Promise((resolve, reject) => {
    lines.once('line', resolve);
    lines.once('close', () => reject(new Error(`The writer ended at once. ${errors}`)));
  });
  lines.on('line', (line) => names.push(line));
  await first;
  return {
    /** What it had acknowledged. */
    async kill(): Promise<string[]> {
      child.kill('SIGKILL');
      await exited;
      return names;
    },
  };
}

/** Each write is there with its change, its version and its record, or not at all. */
async function expectWhole(store: Store, acknowledged: ReadonlySet<string>): Promise<void> {
  const kept = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await store.catalog.search({}, { limit: 500, ...(cursor ? { cursor } : {}) });
    for (const entry of page.entries) kept.add(entry.name);
    cursor = page.nextCursor;
  } while (cursor);
  expect([...acknowledged].filter((name) => !kept.has(name))).toEqual([]);
  const changes = await store.catalog.changes(0, 1_000_000);
  expect(changes.map(({ name }) => name).sort()).toEqual([...kept].sort());
  const records = await store.audit.query({}, 1_000_000);
  expect(records.map(({ target }) => target).sort()).toEqual([...kept].sort());
  expect(await store.audit.verify()).toMatchObject({ valid: true, records: kept.size });
  const last = changes.at(-1) ?? expect.fail('nothing was written');
  expect(await store.catalog.history(last)).toHaveLength(1);
  expect((await store.catalog.search({ text: last.name }, { limit: 1_000 })).total).toBeGreaterThan(0);
}
