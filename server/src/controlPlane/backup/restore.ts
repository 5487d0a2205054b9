import type { RawStore } from '../store/rawStore.ts';
import { load } from './load.ts';
import { type BackupFrame, readBackup } from './readBackup.ts';

export interface RestoreOptions {
  /** The backup. */
  path: string;
  /** Also where the store is not empty. */
  replace: boolean;
  /** Who restores, for the audit log. */
  actor: string;
  /** Ends it; the store is then as it was. */
  signal: AbortSignal;
  progress(what: string, done: number, of: number): void;
}

export interface Restored extends BackupFrame {
  /** Under which name the file is kept that was there before. */
  kept?: string;
}

/**
 * Makes a store what it was when the backup was made, of whatever kind both are. All of the backup is checked before
 * anything is touched.
 *
 * @throws StoreError
 */
export async function restore(
  store: RawStore,
  { path, replace, actor, signal, progress }: RestoreOptions,
): Promise<Restored> {
  const checked = await readBackup(path, { slice: () => signal.throwIfAborted() });
  const { kept } = await store.rebuild(
    (sql) => load(sql, { path, checked, actor, signal, progress }),
    replace,
  );
  return { ...checked, ...(kept === undefined ? {} : { kept }) };
}
