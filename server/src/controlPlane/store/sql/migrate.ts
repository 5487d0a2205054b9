import { NewerStoreError } from '../store.ts';
import { MIGRATIONS } from './migrations.ts';
import type { SqlDatabase, Transaction } from './sql.ts';

/**
 * Brings a database to the latest format: all of it or nothing, one process at a time.
 *
 * @throws NewerStoreError
 */
export async function migrate(database: SqlDatabase): Promise<void> {
  await database.transaction({ lock: 'migrate' }, (sql) => migrateTo(MIGRATIONS.length, sql));
}

/**
 * Brings a database to a format that is no older than its own.
 *
 * @throws NewerStoreError
 */
export async function migrateTo(format: number, sql: Transaction): Promise<void> {
  const found = await sql.dialect.readFormat(sql);
  if (found > MIGRATIONS.length) throw new NewerStoreError(found, MIGRATIONS.length);
  if (found >= format) return;
  for (const { statements, finish } of MIGRATIONS.slice(found, format)) {
    for (const statement of statements(sql.dialect)) await sql.run(statement);
    await finish?.(sql);
  }
  await sql.dialect.writeFormat(sql, format);
}
