import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
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

/** The file is no database (any more). */
export class DamagedStoreError extends StoreError {
  override readonly name = 'DamagedStoreError';
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
    if (found === undefined) makePrivate(path);
    try {
      return open(path);
    } catch (error) {
      if (!isDamage(error)) throw error;
      if (options.whenDamaged === 'refuse') throw damaged(path, error);
      // Another process may have mended it meanwhile: only what was found damaged is moved.
      if (identityOf(path) === found) moveAside(path, error, options);
      makePrivate(path);
      return open(path);
    }
  } catch (error) {
    if (error instanceof DamagedStoreError) throw error;
    throw new StoreError(
      `The catalog's database ${path} cannot be opened. ${messageOf(explained(error, path))}`,
    );
  }
}

/**
 * Makes a file that its owner alone can read: the audit log and sealed secrets are in it. SQLite gives the files beside
 * it the same mode, and leaves one that is there its own. Where it cannot be made SQLite says so better.
 */
export function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch {}
}

function damaged(path: string, reason: unknown): DamagedStoreError {
  return new DamagedStoreError(
    `The catalog's database ${path} cannot be opened. It is damaged (${messageOf(reason)}) and left as it is. ${howToRestore(path)}`,
  );
}

/** The damaged file is kept by it, too. */
function howToRestore(path: string): string {
  return `To restore a backup, stop Heady and run: heady control-plane restore --store sqlite:${path} --replace --from BACKUP`;
}

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
  const aside = nameAside(path, 'corrupt');
  renameSync(path, aside);
  // Its journal must not be replayed into the new file.
  moveJournal(path, aside);
  warn(
    `The catalog's database ${path} is damaged (${messageOf(reason)}). It is kept as ${aside}; an empty catalog takes its place. ${howToRestore(path)}`,
  );
}

/** Where a file that nothing must happen to is kept from now on. */
export function nameAside(path: string, why: string): string {
  return `${path}.${why}-${new Date().toISOString().replaceAll(':', '-')}`;
}

export function moveJournal(path: string, aside: string): void {
  for (const suffix of ['-wal', '-shm']) {
    if (identityOf(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
}

/** Tells one file from another under the same path; undefined where there is none. */
function identityOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && `${stats.dev}:${stats.ino}`;
}
