import { NewerStoreError, StoreError } from '../store.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Sql } from './sql.ts';

/**
 * For whoever wants to read without bringing anything up to date.
 *
 * @throws StoreError where the data is not of this very Heady's format
 */
export async function assertLatestFormat(sql: Sql): Promise<void> {
  const found = await sql.dialect.readFormat(sql);
  if (found > MIGRATIONS.length) throw new NewerStoreError(found, MIGRATIONS.length);
  if (found === 0) throw new StoreError('No control plane ever used this store. Check --store.');
  if (found < MIGRATIONS.length) {
    throw new StoreError(
      'It was written by an older Heady. Start a control plane of this one on it, which brings it up to date.',
    );
  }
}
