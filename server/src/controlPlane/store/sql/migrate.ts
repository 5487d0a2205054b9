import { NewerStoreError } from '../store.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Sql, SqlDatabase } from './sql.ts';

/**
 * Brings a database to the latest format: all of it or nothing, one process at a time.
 *
 * @throws NewerStoreError
 */
export async function migrate(database: SqlDatabase): Promise<void> {
  await database.transaction({ lock: 'migrate' }, async (sql) => {
    const found = await sql.dialect.readFormat(sql);
    if (found > MIGRATIONS.length) throw new NewerStoreError(found, MIGRATIONS.length);
    if (found < MIGRATIONS.length) await apply(sql, found);
  });
}

async function apply(sql: Sql, found: number): Promise<void> {
  for (const { statements, finish } of MIGRATIONS.slice(found)) {
    for (const statement of statements(sql.dialect)) await sql.run(statement);
    await finish?.(sql);
  }
  await sql.dialect.writeFormat(sql, MIGRATIONS.length);
}
