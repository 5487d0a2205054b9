import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openFile } from '../sqlite/openFile.ts';
import { SqliteDatabase } from '../sqlite/sqliteDatabase.ts';
import { StoreBusyError } from '../store.ts';
import { Journal } from './journal.ts';
import { migrate } from './migrate.ts';

async function openJournal() {
  const folder = mkdtempSync(join(tmpdir(), 'heady-journal-'));
  const path = join(folder, 'catalog.db');
  const database = new SqliteDatabase(path, openFile(path, { warn: (message) => expect.fail(message) }));
  onTestFinished(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await migrate(database);
  const commits = { count: 0 };
  const journal = new Journal(database, () => {
    commits.count++;
  });
  return { journal, commits, database };
}

/** A write of its own subject that gives back a value. */
function giving<T>(value: T, before: () => unknown = () => {}) {
  return {
    read: async () => {},
    apply: async () => {
      await before();
      return value;
    },
  };
}

it('lets writes that wait at the same time share a transaction', async () => {
  const { journal, commits } = await openJournal();
  const writes = Array.from({ length: 40 }, (_, i) => journal.write(giving(i)));
  expect(await Promise.all(writes)).toEqual(Array.from({ length: 40 }, (_, i) => i));
  expect(commits.count).toBeLessThan(40);
});

it('ends a transaction that lasts, and carries on with the others in order', async () => {
  const { journal, commits } = await openJournal();
  const order: number[] = [];
  const lasting = async (i: number) => {
    await sleep(150);
    order.push(i);
  };
  const writes = Array.from({ length: 6 }, (_, i) => journal.write(giving(i, () => lasting(i))));
  expect(await Promise.all(writes)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(order).toEqual([0, 1, 2, 3, 4, 5]);
  expect(commits.count).toBeGreaterThanOrEqual(3);
});

it('lets a write see what others of its transaction did to the same', async () => {
  const { journal, commits, database } = await openJournal();
  await database.run('CREATE TABLE counter (n INTEGER NOT NULL)');
  await database.run('INSERT INTO counter VALUES (0)');
  const countUp = () =>
    journal.write({
      subject: 'counter',
      read: async (sql) => Number((await sql.get('SELECT n FROM counter'))?.n),
      apply: (n, { sql }) => {
        sql.send('UPDATE counter SET n = ?', [n + 1]);
        return n + 1;
      },
    });
  expect(await Promise.all(Array.from({ length: 5 }, countUp))).toEqual([1, 2, 3, 4, 5]);
  expect(commits.count).toBe(1);
});

it('drops what nobody waits for any more, unless it has begun', async () => {
  const { journal } = await openJournal();
  const [begun, waiting] = [new AbortController(), new AbortController()];
  const ran: string[] = [];
  const first = journal.write({
    ...giving('first', () => {
      begun.abort();
      waiting.abort(new Error('The client is gone.'));
      ran.push('first');
    }),
    signal: begun.signal,
  });
  const second = journal.write({ ...giving('second', () => ran.push('second')), signal: waiting.signal });
  const third = journal.write(giving('third', () => ran.push('third')));
  await expect(second).rejects.toThrow('The client is gone.');
  expect(await Promise.all([first, third])).toEqual(['first', 'third']);
  expect(ran).toEqual(['first', 'third']);
});

it('refuses at once what would have to wait behind too many others', async () => {
  const { journal } = await openJournal();
  const writes = Array.from({ length: 1_100 }, (_, i) => journal.write(giving(i)));
  const outcomes = await Promise.allSettled(writes);
  const refused = outcomes.filter((each) => each.status === 'rejected').map(({ reason }) => reason);
  expect(refused).toHaveLength(100);
  for (const each of refused) expect(each).toBeInstanceOf(StoreBusyError);
  expect(await journal.write(giving('afterwards'))).toBe('afterwards');
});

it('refuses what has waited for too long, and nothing of it is kept', async () => {
  const { journal } = await openJournal();
  const now = performance.now.bind(performance);
  let ahead = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + ahead);
  onTestFinished(() => clock.mockRestore());
  const ran: number[] = [];
  const first = journal.write(
    giving(0, () => {
      ahead = 60_000;
    }),
  );
  const second = journal.write(giving(1, () => ran.push(1)));
  expect(await first).toBe(0);
  await expect(second).rejects.toThrow(/try again in some seconds/);
  expect(ran).toEqual([]);
});
