import { mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store.ts';
import { DamageError, explained, isDamage, messageOf } from './sqliteErrors.ts';

/**
 * How long SQLite itself waits for another process, in milliseconds. Nothing else goes on meanwhile: while opening
 * nothing else is there yet, later longer waits are the caller's, who can do something else.
 */
const OPENING_TIMEOUT = 10_000;
const BUSY_TIMEOUT = 20;

export interface FileOptions {
  /** Told of a damaged file that was moved aside. */
  warn(message: string): void;
  /** What is done about a damaged file: `replace` it with an empty one (the damaged one is kept), or `refuse`. */
  whenDamaged?: 'replace' | 'refuse';
}

/**
 * Opens (or creates) the database at `path`. A damaged file is never overwritten.
 *
 * @throws StoreError
 */
export function openFile(path: string, options: FileOptions): DatabaseSync {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const found = identityOf(path);
    try {
      return open(path);
    } catch (error) {
      if (!isDamage(error)) throw error;
      if (options.whenDamaged === 'refuse')
        throw new StoreError(`It is damaged (${messageOf(error)}). ${RESTORE}`);
      // Another process may have mended it meanwhile: only what was found damaged is moved.
      if (identityOf(path) === found) moveAside(path, error, options);
      return open(path);
    }
  } catch (error) {
    throw new StoreError(
      `The catalog's database ${path} cannot be opened. ${messageOf(explained(error, path))}`,
    );
  }
}

const RESTORE = 'To restore a backup, stop Heady, put the backup in its place and start Heady again.';

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: OPENING_TIMEOUT });
  try {
    // Judged before anything is written: what is damaged is kept just as it was found.
    const verdict = database.prepare('PRAGMA quick_check(1)').get()?.quick_check;
    if (verdict !== 'ok') throw new DamageError(String(verdict).replace(/\s+/g, ' '));
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function moveAside(path: string, reason: unknown, { warn }: FileOptions): void {
  const aside = `${path}.corrupt-${new Date().toISOString().replaceAll(':', '-')}`;
  renameSync(path, aside);
  // Its journal must not be replayed into the new file.
  for (const suffix of ['-wal', '-shm']) {
    if (identityOf(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  warn(
    `The catalog's database ${path} is damaged (${messageOf(reason)}). It is kept as ${aside}; an empty catalog takes its place. ${RESTORE}`,
  );
}

/** Tells one file from another under the same path; undefined where there is none. */
function identityOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && `${stats.dev}:${stats.ino}`;
}
