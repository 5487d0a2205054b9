import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { openFile } from '../sqlite/openFile.ts';
import { SqliteDatabase } from '../sqlite/sqliteDatabase.ts';
import { Journal } from './journal.ts';

function openJournal() {
  const folder = mkdtempSync(join(tmpdir(), 'heady-journal-'));
  const path = join(folder, 'catalog.db');
  const database = new SqliteDatabase(path, openFile(path, { warn: (message) => expect.fail(message) }));
  onTestFinished(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const commits = { count: 0 };
  const journal = new Journal(database, () => {
    commits.count++;
  });
  return { journal, commits };
}

it('lets writes that wait at the same time share a transaction', async () => {
  const { journal, commits } = openJournal();
  const writes = Array.from({ length: 40 }, (_, i) => journal.write(async () => i));
  expect(await Promise.all(writes)).toEqual(Array.from({ length: 40 }, (_, i) => i));
  expect(commits.count).toBeLessThan(40);
});

it('ends a transaction that lasts, and carries on with the others in order', async () => {
  const { journal, commits } = openJournal();
  const order: number[] = [];
  const writes = Array.from({ length: 6 }, (_, i) =>
    journal.write(async () => {
      await sleep(150);
      order.push(i);
      return i;
    }),
  );
  expect(await Promise.all(writes)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(order).toEqual([0, 1, 2, 3, 4, 5]);
  expect(commits.count).toBeGreaterThanOrEqual(3);
});
