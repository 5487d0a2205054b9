import type { Sql, Transaction } from './sql/sql.ts';
import { StoreError } from './store.ts';

/** A store below its contract, as tables: what backup and restore work on. */
export interface RawStore {
  /** Names its kind in a backup, for whoever reads one. */
  readonly kind: string;
  /**
   * Reads of one and the same moment, beside all writers; nothing is made or migrated. `work` may run several times.
   *
   * @throws StoreError also where there is no store
   */
  read<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /**
   * Has `work` make a store where there are no tables and puts it in the place of what there is, all of it or
   * nothing. `work` may run several times. No node may be at work on the store meanwhile.
   *
   * @param replace also where the store is not empty
   * @returns what `work` gave, and under which name the store was kept that was there before
   * @throws StoreError
   */
  rebuild<T>(work: (sql: Transaction) => Promise<T>, replace: boolean): Promise<{ result: T; kept?: string }>;
  close(): Promise<void>;
}

export function occupied(place: string, whatReplaceDoes: string): StoreError {
  return new StoreError(
    `${place} is not empty. Restore into another store, or say --replace: ${whatReplaceDoes}`,
  );
}

export function inUse(place: string): StoreError {
  return new StoreError(`${place} is in use. Stop every control plane that runs on it, then restore again.`);
}
