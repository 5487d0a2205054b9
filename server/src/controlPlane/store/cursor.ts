import { CursorError } from './catalogStore.ts';

/** The last row of a page: kind, name, environment ('' for none), release ('' for none). */
export type Row = readonly [kind: string, name: string, environment: string, release: string];

/** Opaque to clients. Names a place, not an offset: entries added meanwhile shift nothing. */
export function encodeCursor(row: Row): string {
  return Buffer.from(JSON.stringify(row)).toString('base64url');
}

/** @throws CursorError */
export function decodeCursor(cursor: string): Row {
  try {
    const row: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (isRow(row)) return row;
  } catch {
    // Not JSON: no cursor of ours, as below.
  }
  throw new CursorError();
}

function isRow(value: unknown): value is Row {
  return Array.isArray(value) && value.length === 4 && value.every((part) => typeof part === 'string');
}
