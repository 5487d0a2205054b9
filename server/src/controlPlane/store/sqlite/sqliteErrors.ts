import { StoreError, StoreUnavailableError } from '../store.ts';

/** Primary result codes. https://www.sqlite.org/rescode.html */
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

/** The bytes are no database (any more). */
export class DamageError extends Error {}

export function isDamage(error: unknown): boolean {
  const code = codeOf(error);
  return error instanceof DamageError || code === CORRUPT || code === NOTADB;
}

/** Another process is writing. */
export function isBusy(error: unknown): boolean {
  const code = codeOf(error);
  return code === BUSY || code === LOCKED;
}

/** What went wrong with the file, in words that say what to do; other errors are given back as they are. */
export function explained(error: unknown, path: string): unknown {
  switch (codeOf(error)) {
    case BUSY:
    case LOCKED:
      return new StoreUnavailableError(
        `Another program holds the database ${path} and does not let go of it. Close what has it open, then try again.`,
      );
    case READONLY:
    case CANTOPEN:
      return new StoreError(
        `The database ${path} cannot be written. Heady needs to write the file and its folder: check their permissions.`,
      );
    case FULL:
      return new StoreError(
        `There is no space left for the database ${path}. Nothing of this write was kept; make room and try again.`,
      );
    case IOERR:
      return new StoreError(
        `The database ${path} cannot be read or written (${messageOf(error)}). Check the disk and the space on it.`,
      );
    case CORRUPT:
    case NOTADB:
      return new StoreError(
        `The database ${path} is damaged (${messageOf(error)}). Restart Heady: it keeps the damaged file and says how to go on.`,
      );
    default:
      return /no such module: fts5/.test(messageOf(error)) ? new StoreError(NO_FTS5) : error;
  }
}

const NO_FTS5 =
  'The SQLite of this Node.js was built without FTS5, by which Heady searches. Use Node.js as nodejs.org offers it, or keep the catalog in PostgreSQL.';

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The low byte is the primary code; the rest says more precisely what. */
function codeOf(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code & 0xff : undefined;
}
