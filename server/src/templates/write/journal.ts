import { judgePath } from '../../scaffold/paths.ts';

/** What a run is about to do, in order, so that it can be taken back though the run is gone. */
export interface Journal {
  /** Folders that are made, outer ones first. */
  folders: string[];
  /**
   * In the order of their numbers: `new-<number>` is staged, what was there before is moved to `old-<number>`. The
   * digest is of the new content; the staged file will not do, as the one put in place is the same, and may be edited.
   */
  files: { path: string; replaces: boolean; digest?: string }[];
}

/**
 * Reads a journal. It lies in a folder that may have come from anywhere, with a repository say, so nothing in it is
 * believed: its paths must be such as are written to.
 *
 * @param folder named in the message
 * @throws {Error} in words where it is none that Heady wrote
 */
export function readJournal(bytes: Uint8Array, folder: string): Journal {
  const journal = parsed(bytes);
  if (!isJournal(journal))
    throw new Error(
      `"${folder}" looks like what an interrupted run left, but is none of Heady's. Look where it comes from, and delete it`,
    );
  return journal;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function isJournal(value: unknown): value is Journal {
  if (!isObject(value)) return false;
  const { folders, files } = value;
  return (
    Array.isArray(folders) && folders.every(isWritable) && Array.isArray(files) && files.every(isJournalled)
  );
}

function isJournalled(file: unknown): boolean {
  if (!isObject(file)) return false;
  const { path, replaces, digest } = file;
  return isWritable(path) && typeof replaces === 'boolean' && ['string', 'undefined'].includes(typeof digest);
}

function isWritable(path: unknown): boolean {
  return typeof path === 'string' && judgePath(path) === undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
