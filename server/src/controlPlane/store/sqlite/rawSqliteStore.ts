import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inUse, occupied, type RawStore } from '../rawStore.ts';
import { isOccupied } from '../sql/keptTables.ts';
import type { Sql, Transaction } from '../sql/sql.ts';
import { StoreError } from '../store.ts';
import { DamagedStoreError, makePrivate, moveJournal, nameAside, openFile } from './openFile.ts';
import { SqliteDatabase } from './sqliteDatabase.ts';
import { explained, isBusy } from './sqliteErrors.ts';

/** How long another process may be busy with the file before it counts as in use, in milliseconds. */
const PATIENCE = 1_000;

/** What was there before a restore. */
type Found = 'nothing' | 'a database' | 'damage';

/** An SQLite file as tables. A restored one is made beside it and takes its place when it is whole. */
export class RawSqliteStore implements RawStore {
  readonly kind = 'sqlite';
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async read<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    if (!existsSync(this.#path)) throw new StoreError(`There is no database ${this.#path}. Check --store.`);
    return await this.#with((database) => database.snapshot(work));
  }

  async rebuild<T>(
    work: (sql: Transaction) => Promise<T>,
    replace: boolean,
  ): Promise<{ result: T; kept?: string }> {
    this.#assertUnused(await this.#look(replace));
    const temporary = `${this.#path}.restoring-${process.pid}`;
    try {
      const result = await make(temporary, work);
      // Somebody may have started a control plane meanwhile.
      const kept = this.#putInPlace(temporary, await this.#look(replace));
      return { result, ...(kept === undefined ? {} : { kept }) };
    } finally {
      remove(temporary);
    }
  }

  async close(): Promise<void> {}

  async #look(replace: boolean): Promise<Found> {
    if (!existsSync(this.#path)) return 'nothing';
    const whatReplaceDoes = 'the file is then kept beside it under another name.';
    try {
      const isEmpty = !(await this.#with(isOccupied));
      if (!isEmpty && !replace) throw occupied(`The database ${this.#path}`, whatReplaceDoes);
      return 'a database';
    } catch (error) {
      if (!replace || !(error instanceof DamagedStoreError)) throw error;
      return 'damage';
    }
  }

  async #with<T>(work: (database: SqliteDatabase) => Promise<T>): Promise<T> {
    const file = openFile(this.#path, { warn: () => {}, whenDamaged: 'refuse' });
    const database = new SqliteDatabase(this.#path, file);
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  }

  /** Puts what is in the write-ahead log into the file, which SQLite does for nobody while others have it open. */
  #assertUnused(found: Found): void {
    if (found !== 'a database') return;
    const database = new DatabaseSync(this.#path, { timeout: PATIENCE });
    try {
      database.exec('PRAGMA journal_mode = DELETE');
    } catch (error) {
      throw isBusy(error) ? inUse(`The database ${this.#path}`) : explained(error, this.#path);
    } finally {
      database.close();
    }
  }

  /** @returns where the file from before is kept */
  #putInPlace(temporary: string, found: Found): string | undefined {
    this.#assertUnused(found);
    const aside = nameAside(this.#path, found === 'damage' ? 'corrupt' : 'replaced');
    if (found !== 'nothing') {
      giveAccessOf(this.#path, temporary);
      keepAs(this.#path, aside);
    }
    // A journal that is left alone would be replayed into the new file.
    moveJournal(this.#path, aside);
    renameDurably(temporary, this.#path);
    return found === 'nothing' ? undefined : aside;
  }
}

async function make<T>(path: string, work: (sql: Transaction) => Promise<T>): Promise<T> {
  remove(path);
  try {
    mkdirSync(dirname(path), { recursive: true });
    makePrivate(path);
    const database = new SqliteDatabase(path, new DatabaseSync(path));
    try {
      return await database.transaction({}, work);
    } finally {
      await database.close();
    }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error)
      throw new StoreError(`The database ${path} cannot be made. ${error.message}`);
    throw explained(error, path);
  }
}

/** Whoever may read and write the one may do so with the other, also where root restores it for a service. */
function giveAccessOf(path: string, other: string): void {
  const { mode, uid, gid } = statSync(path);
  if (process.getuid?.() === 0) chownSync(other, uid, gid);
  chmodSync(other, mode & 0o777);
}

/** Under both names for a moment, where the file system can: so there is a database at every moment. */
function keepAs(path: string, aside: string): void {
  try {
    linkSync(path, aside);
  } catch {
    renameSync(path, aside);
  }
}

function renameDurably(from: string, to: string): void {
  renameSync(from, to);
  // Windows knows no such thing as a folder that is written to disk.
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(to), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function remove(path: string): void {
  for (const suffix of ['', '-journal']) rmSync(path + suffix, { force: true });
}
