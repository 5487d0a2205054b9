import { CursorError } from './catalogStore.ts';

/** The last row of a page: kind, name, environment ('' for none), release ('' for none). */
export type Row = readonly [kind: string, name: string, environment: string, release: string];

/** How many entries matched a question at a revision of the catalog. */
export interface Counted {
  query: string;
  revision: number;
  total: number;
}

/** Opaque to clients. Names a place, not an offset: entries added meanwhile shift nothing. */
export function encodeCursor(after: Row, { query, revision, total }: Counted): string {
  return Buffer.from(JSON.stringify([...after, query, revision, total])).toString('base64url');
}

/** @throws CursorError */
export function decodeCursor(cursor: string): { after: Row; counted: Counted } {
  const parts = parse(cursor);
  const [query, revision, total] = parts.slice(4);
  const row = parts.slice(0, 4);
  if (!isRow(row) || typeof query !== 'string' || !isCount(revision) || !isCount(total))
    throw new CursorError();
  return { after: row, counted: { query, revision, total } };
}

function parse(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parts) && parts.length === 7) return parts;
  } catch {
    // Not JSON: no cursor of ours, as below.
  }
  throw new CursorError();
}

function isRow(value: unknown[]): value is unknown[] & Row {
  return value.length === 4 && value.every((part) => typeof part === 'string');
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
