import type { Dialect } from '../sql/sql.ts';
import { SQLITE_SEARCH_INDEX } from './sqliteSearchIndex.ts';

export const SQLITE: Dialect = {
  identity: 'INTEGER PRIMARY KEY AUTOINCREMENT',
  // It does so by itself.
  countOn() {},
  integer: 'INTEGER',
  text: 'TEXT',
  bytes: 'BLOB',
  now: "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
  joinInOrder: 'CROSS JOIN',
  contains: (column) => `instr(${column}, ?) > 0`,
  // Other processes look for themselves: it costs them a read of shared memory.
  announce() {},
  searchIndex: SQLITE_SEARCH_INDEX,
  async readFormat(sql) {
    return Number((await sql.get('PRAGMA user_version'))?.user_version);
  },
  async writeFormat(sql, format) {
    await sql.run(`PRAGMA user_version = ${format}`);
  },
};
