/** What becomes of one file. Paths are relative to the folder that is written to, with `/`. */
export type FileChange =
  | { path: string; bytes: Uint8Array; executable: boolean; existing?: Existing }
  | { path: string; remove: true; existing?: Existing };

/**
 * What to do where the file is there: `refuse` (where nothing is said), `keep` it, `overwrite` it whatever it holds, or
 * change it only while it holds these bytes.
 */
export type Existing = 'refuse' | 'keep' | 'overwrite' | { holds: Uint8Array };

/** It cannot be written as asked; nothing was. The message says why, where, and what to do. */
export class WriteError extends Error {
  override name = 'WriteError';
}
