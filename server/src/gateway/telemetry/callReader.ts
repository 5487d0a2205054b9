import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CALL_LOG, PUT_ASIDE } from './callLog.ts';
import { linesBackwards } from './linesBackwards.ts';

/** A line of the log as it was written. */
export type CallLine = Readonly<Record<string, unknown>>;

/** A place in the log: a file, by what it is called by the system whatever its name, and bytes from its start. */
export interface Place {
  readonly file: string;
  readonly offset: number;
}

export interface ReadOptions {
  isWanted(line: CallLine): boolean;
  /** What stands in every wanted line as it was written; lines without it are passed over unread. */
  readonly holding?: readonly string[];
  /** Nothing older is looked for, as ISO 8601. */
  readonly from?: string;
  /** Begins there instead of at the end. */
  readonly before?: Place;
  /** Ends there. */
  readonly after?: Place;
  /** Lines at most. */
  readonly limit: number;
}

export interface ReadCalls {
  /** The latest first. */
  readonly lines: CallLine[];
  /** Where to go on; absent: there is nothing older. */
  readonly older?: Place;
  /** Where the log ends. */
  readonly newest?: Place;
  /** When the last line that was looked at was written. */
  readonly searchedTo?: string;
}

/** So much is read for one answer, in bytes: a search in a long log comes back now and then to say how far it is. */
const BUDGET = 16 * 1024 * 1024;

/** A line begins with when it was written. */
const AT = /^\{"at":"([^"]*)"/;

/** Several gateways share a log, each writing a moment after the call: by so much it may be out of order, in milliseconds. */
const DISORDER = 60_000;

/**
 * Reads a log of calls from its end, through the files that were put aside. What cannot be read as a line is left out,
 * as is a file that is removed meanwhile.
 *
 * @param folder where `CallLog` writes
 */
export async function readCalls(folder: string, options: ReadOptions): Promise<ReadCalls> {
  const { before, after, from, limit, isWanted, holding = [] } = options;
  const files = await filesIn(folder);
  const [current] = files;
  const newest = current && { file: current.file, offset: current.size };
  const first = before ? files.findIndex(({ file }) => file === before.file) : 0;
  const earliest = from === undefined ? undefined : new Date(Date.parse(from) - DISORDER).toISOString();
  const lines: CallLine[] = [];
  let left = BUDGET;
  let searchedTo: string | undefined;
  const ending = { lines, ...(newest ? { newest } : {}) };
  for (const { path, file, size } of first < 0 ? [] : files.slice(first)) {
    const end = file === before?.file ? before.offset : size;
    await using handle = await opened(path);
    if (!handle) continue;
    for await (const { text, start } of linesBackwards(handle, end)) {
      if (file === after?.file && start < after.offset) return ending;
      left -= text.length;
      searchedTo = AT.exec(text)?.[1] ?? searchedTo;
      if (earliest !== undefined && searchedTo !== undefined && searchedTo < earliest) return ending;
      const line = holding.every((part) => text.includes(part)) ? lineIn(text) : undefined;
      if (line && isWanted(line)) lines.push(line);
      if (lines.length < limit && left > 0) continue;
      const isFirst = start === 0 && file === files.at(-1)?.file;
      return isFirst
        ? ending
        : { ...ending, older: { file, offset: start }, ...(searchedTo === undefined ? {} : { searchedTo }) };
    }
    if (file === after?.file) return ending;
  }
  return ending;
}

interface LogFile {
  readonly path: string;
  readonly file: string;
  readonly size: number;
}

/** The file that is written to, then those put aside, the latest first. */
async function filesIn(folder: string): Promise<LogFile[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const old = names
    .filter((name) => PUT_ASIDE.test(name))
    .sort()
    .reverse();
  const found = await Promise.all(
    [...names.filter((name) => name === CALL_LOG), ...old].map(async (name): Promise<LogFile[]> => {
      const path = join(folder, name);
      // As a bigint: on Windows it has more digits than a number can hold.
      const known = await stat(path, { bigint: true }).catch(() => undefined);
      return known ? [{ path, file: String(known.ino), size: Number(known.size) }] : [];
    }),
  );
  return found.flat();
}

async function opened(path: string): Promise<FileHandle | undefined> {
  return await open(path).catch(() => undefined);
}

function lineIn(text: string): CallLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as CallLine) : undefined;
  } catch {
    return undefined;
  }
}
