import type { RawStore } from '../store/rawStore.ts';
import { assertFree, writeBackup } from './backupFile.ts';
import type { BackupSummary } from './backupFormat.ts';
import { dump } from './dump.ts';

export interface BackupOptions {
  /** Where the backup is written; there may be nothing yet. */
  path: string;
  /** Ends it; nothing is left behind. */
  signal: AbortSignal;
  progress(what: string, done: number, of: number): void;
}

/** Writes down all that a store holds at one moment, beside its writers. @throws StoreError */
export async function backUp(
  store: RawStore,
  { path, signal, progress }: BackupOptions,
): Promise<BackupSummary> {
  assertFree(path);
  return await store.read(async (sql) => {
    let summary: BackupSummary | undefined;
    const text = dump(sql, {
      store: store.kind,
      signal,
      progress: (done, of) => progress('Backing up', done, of),
      done: (written) => {
        summary = written;
      },
    });
    await writeBackup(path, text, signal);
    if (!summary) throw new Error('The backup ended without its summary.');
    return summary;
  });
}
