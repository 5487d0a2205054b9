import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { backUp } from '../../../server/src/controlPlane/backup/backUp.ts';
import { type RestoreOptions, restore } from '../../../server/src/controlPlane/backup/restore.ts';
import { contentOf, fill } from '../../../server/src/controlPlane/backup/testing.ts';
import { openRawStore, openStore } from '../../../server/src/controlPlane/openStore.ts';
import { draft } from '../../../server/src/controlPlane/store/contract/storeFixture.ts';
import { KEPT_TABLES, PASSING_TABLES } from '../../../server/src/controlPlane/store/sql/keptTables.ts';
import type { Store } from '../../../server/src/controlPlane/store/store.ts';
import { service } from '../../../server/src/controlPlane/testing.ts';
import { PostgresServer } from './postgresServer.ts';

const fail = (message: string) => expect.fail(message);
const work = { signal: new AbortController().signal, progress: () => {} };

let server: PostgresServer | undefined;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heady-backup-'));
  server = await PostgresServer.start();
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;
const newFile = () => join(folder, `file-${++files}`);
const inSqlite = async () => `sqlite:${newFile()}`;
const inPostgres = async () => (await server?.emptySchema()) ?? expect.fail('PostgreSQL did not start.');

async function open(address: string): Promise<Store> {
  const store = await openStore(address, fail);
  onTestFinished(() => store.close());
  return store;
}

async function backUpFrom(address: string): Promise<string> {
  const raw = await openRawStore(address, { warn: fail });
  const path = newFile();
  await backUp(raw, { path, ...work });
  await raw.close();
  return path;
}

async function restoreTo(address: string, path: string, options: Partial<RestoreOptions> = {}) {
  const raw = await openRawStore(address, { warn: fail });
  try {
    return await restore(raw, { path, replace: false, actor: 'ada', ...work, ...options });
  } finally {
    await raw.close();
  }
}

async function filled(address: string): Promise<string> {
  const store = await open(address);
  await fill(store);
  await store.close();
  return address;
}

describe.each([
  ['SQLite', 'PostgreSQL', inSqlite, inPostgres],
  ['PostgreSQL', 'SQLite', inPostgres, inSqlite],
  ['PostgreSQL', 'PostgreSQL', inPostgres, inPostgres],
] as const)('a backup of %s, restored into %s', (_, __, makeFrom, makeTo) => {
  it('is the same store, which goes on where it was', async () => {
    const [from, to] = [await makeFrom(), await makeTo()];
    const original = await open(from);
    await fill(original);
    const before = await contentOf(original);
    await restoreTo(to, await backUpFrom(from));
    const restored = await open(to);
    expect(await contentOf(restored)).toEqual(before);
    for (const store of [original, restored]) {
      const { entry } = await store.catalog.put(draft(service('dev-health-next')));
      expect(entry?.revision).toBe(before.revision + 1);
      await store.audit.append([{ actor: 'ada', action: 'z', outcome: 'done' }]);
      expect(await store.audit.verify()).toMatchObject({ valid: true });
    }
  });
});

describe('a restore into PostgreSQL', () => {
  it('refuses a schema that is not empty, unless told so', async () => {
    const backup = await backUpFrom(await filled(await inSqlite()));
    const to = await inPostgres();
    const other = await open(to);
    await other.catalog.put(draft(service('dev-health-other')));
    await other.close();
    await expect(restoreTo(to, backup)).rejects.toThrow(
      /is not empty.*--replace: what is in it is then gone/,
    );
    await restoreTo(to, backup, { replace: true });
    const { catalog } = await open(to);
    expect((await catalog.search({ text: 'dev-health-other' }, { limit: 9 })).total).toBe(0);
    expect((await catalog.search({ text: 'dev-health' }, { limit: 9 })).total).toBe(2);
  });

  it('waits for no node, and says what to do', async () => {
    const backup = await backUpFrom(await filled(await inSqlite()));
    const to = await inPostgres();
    const node = await open(to);
    // It shows that it is there as soon as it listens.
    await expect
      .poll(
        () =>
          restoreTo(to, backup, { replace: true }).then(
            () => 'restored',
            ({ message }) => message,
          ),
        { timeout: 120_000 },
      )
      .toMatch(/is in use. Stop every control plane/);
    await node.close();
  });

  it('leaves everything as it was when it is stopped', async () => {
    const backup = await backUpFrom(await filled(await inSqlite()));
    const to = await filled(await inPostgres());
    const controller = new AbortController();
    const progress = (what: string) => {
      if (what === 'Indexing') controller.abort();
    };
    const contentNow = async () => {
      const store = await open(to);
      const content = await contentOf(store);
      await store.close();
      return content;
    };
    const before = await contentNow();
    const stopped = restoreTo(to, backup, { replace: true, signal: controller.signal, progress });
    await expect(stopped).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(await contentNow()).toEqual(before);
  });

  it('decides about every table there is', async () => {
    const address = await inPostgres();
    await (await open(address)).close();
    const schema = /search_path%3D(\w+)/.exec(address)?.[1];
    const rows = await server?.query(`SELECT tablename FROM pg_tables WHERE schemaname = '${schema}'`);
    const decided = [...KEPT_TABLES.map(({ name }) => name), ...PASSING_TABLES];
    expect(rows?.map(({ tablename }) => tablename).filter((name) => !decided.includes(String(name)))).toEqual(
      [],
    );
    expect(rows?.length).toBeGreaterThan(5);
  });

  it('says where there is nothing to back up', async () => {
    await expect(backUpFrom(await inPostgres())).rejects.toThrow(/no data of a control plane/);
  });
});
