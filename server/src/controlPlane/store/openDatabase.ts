import { mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrate } from './migrations.ts';

/** How long a writer waits for another process's transaction, in milliseconds. */
const BUSY_TIMEOUT = 5_000;

/** SQLITE_CORRUPT and SQLITE_NOTADB: the bytes are no database (any more). */
const DAMAGED = new Set([11, 26]);

/** The store cannot be opened; the message says which and why. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/**
 * Opens (or creates) the database at `path` in its latest format. A damaged file is moved aside, never overwritten,
 * and an empty one takes its place.
 *
 * @param warn told when a damaged file was moved
 * @throws StoreError
 */
export function openDatabase(path: string, warn: (message: string) => void): DatabaseSync {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const found = identityOf(path);
    try {
      return open(path);
    } catch (error) {
      if (!isDamage(error)) throw error;
      // Another process may have mended it meanwhile: only what was found damaged is moved.
      if (identityOf(path) === found) moveAside(path, error, warn);
      return open(path);
    }
  } catch (error) {
    throw new StoreError(`The catalog's database ${path} cannot be opened. ${messageOf(error)}`);
  }
}

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT });
  try {
    // Judged before anything is written: what is damaged is kept just as it was found.
    const verdict = database.prepare('PRAGMA quick_check(1)').get()?.quick_check;
    if (verdict !== 'ok') throw new DamageError(String(verdict));
    migrate(database);
    database.exec('PRAGMA journal_mode = WAL');
    // With WAL, NORMAL would survive a killed process but lose the last commits with the power. Registering is rare
    // and each answer is a promise: FULL syncs every commit.
    database.exec('PRAGMA synchronous = FULL');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

class DamageError extends Error {}

function isDamage(error: unknown): boolean {
  if (error instanceof DamageError) return true;
  const code = (error as { errcode?: unknown }).errcode;
  // The low byte is the primary code; the rest says more precisely what.
  return typeof code === 'number' && DAMAGED.has(code & 0xff);
}

function moveAside(path: string, reason: unknown, warn: (message: string) => void): void {
  const aside = `${path}.corrupt-${new Date().toISOString().replaceAll(':', '-')}`;
  renameSync(path, aside);
  // Its journal must not be replayed into the new file.
  for (const suffix of ['-wal', '-shm']) {
    if (identityOf(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  warn(
    `The catalog's database ${path} is damaged (${messageOf(reason)}). It is kept as ${aside}; an empty catalog takes its place.`,
  );
}

/** Tells one file from another under the same path; undefined where there is none. */
function identityOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && `${stats.dev}:${stats.ino}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
