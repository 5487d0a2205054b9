import type { Dialect } from '../sql/sql.ts';
import { LOOKED_UP } from '../sql/trigrams.ts';

export const SQLITE: Dialect = {
  identity: 'INTEGER PRIMARY KEY AUTOINCREMENT',
  integer: 'INTEGER',
  text: 'TEXT',
  bytes: 'BLOB',
  now: "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
  joinInOrder: 'CROSS JOIN',
  contains: (column) => `instr(${column}, ?) > 0`,
  // Other processes look for themselves: it costs them a read of shared memory.
  announcement: '',
  textIndex: {
    // The text itself stands in catalog_entry. Case is folded before it comes here, for more than ASCII.
    create: [
      `CREATE VIRTUAL TABLE catalog_text USING fts5(
         text, tokenize = 'trigram case_sensitive 1', content = '', contentless_delete = 1)`,
    ],
    async set(sql, entry, text) {
      await this.remove(sql, entry);
      await sql.run('INSERT INTO catalog_text (rowid, text) VALUES (?, ?)', [entry, text]);
    },
    async remove(sql, entry) {
      await sql.run('DELETE FROM catalog_text WHERE rowid = ?', [entry]);
    },
    holding(part) {
      const characters = [...part];
      if (characters.length < 3) return undefined;
      const phrase = `"${characters.slice(0, LOOKED_UP).join('').replaceAll('"', '""')}"`;
      return {
        sql: 'SELECT rowid AS id FROM catalog_text WHERE catalog_text MATCH ?',
        values: [phrase],
        exact: characters.length <= LOOKED_UP,
      };
    },
  },
  async readFormat(sql) {
    return Number((await sql.get('PRAGMA user_version'))?.user_version);
  },
  async writeFormat(sql, format) {
    await sql.run(`PRAGMA user_version = ${format}`);
  },
};
