import { openSqlStore } from '../sql/sqlStore.ts';
import { type Store, StoreError } from '../store.ts';
import { type FileOptions, openFile } from './openFile.ts';
import { SqliteDatabase } from './sqliteDatabase.ts';

/**
 * Opens a store kept in an SQLite file, which several processes may share.
 *
 * @throws StoreError
 */
export async function openSqliteStore(path: string, options: FileOptions): Promise<Store> {
  const database = new SqliteDatabase(path, openFile(path, options));
  try {
    return await openSqlStore(database);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new StoreError(`The catalog's database ${path} cannot be opened. ${error.message}`);
  }
}
