import { CursorError, isCount, openCursor, sealCursor } from './opaqueCursor.ts';

/** The last row of a page: kind, name, environment ('' for none), release ('' for none). */
export type Row = readonly [kind: string, name: string, environment: string, release: string];

/** How many entries matched a question at a revision of the catalog. */
export interface Counted {
  query: string;
  revision: number;
  total: number;
}

/** Names a place, not an offset: entries added meanwhile shift nothing. */
export function encodeCursor(after: Row, { query, revision, total }: Counted): string {
  return sealCursor('catalog', [...after, query, revision, total]);
}

/** @throws CursorError */
export function decodeCursor(cursor: string): { after: Row; counted: Counted } {
  const parts = openCursor('catalog', cursor);
  const [query, revision, total] = parts.slice(4);
  const row = parts.slice(0, 4);
  if (parts.length !== 7 || !isRow(row) || typeof query !== 'string' || !isCount(revision) || !isCount(total))
    throw new CursorError();
  return { after: row, counted: { query, revision, total } };
}

function isRow(value: readonly unknown[]): value is Row {
  return value.length === 4 && value.every((part) => typeof part === 'string');
}
