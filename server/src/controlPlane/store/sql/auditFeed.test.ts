import { expect, it, vi } from 'vitest';
import { SQLITE } from '../sqlite/sqliteDialect.ts';
import { AuditFeed } from './auditFeed.ts';
import type { Sql, SqlRow } from './sql.ts';

it('looks once for what comes close together, and tells nothing of who only read the log', async () => {
  const answers: SqlRow[] = [{ last: 0 }, { last: 1, news: 0 }, { last: 3, news: 1 }];
  const asked: unknown[] = [];
  const sql: Sql = {
    dialect: SQLITE,
    all: async () => [],
    run: async () => 0,
    get: async (_, values) => {
      asked.push(values?.at(-1));
      return answers.shift();
    },
  };
  const feed = await AuditFeed.open(sql);
  const told: number[] = [];
  feed.watch(() => told.push(answers.length));
  for (let i = 0; i < 100; i++) feed.wake();
  await vi.waitFor(() => expect(answers).toHaveLength(1), 60_000);
  for (let i = 0; i < 100; i++) feed.wake();
  await vi.waitFor(() => expect(told).toEqual([0]), { timeout: 120_000 });
  expect(asked).toEqual([undefined, 0, 1]);
  await feed.close();
});
