import { gramsOf, LOOKED_UP } from '../sql/grams.ts';
import type { Dialect } from '../sql/sql.ts';

export const SQLITE: Dialect = {
  identity: 'INTEGER PRIMARY KEY AUTOINCREMENT',
  // It does so by itself.
  async countOn() {},
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
      // Who types has typed one or two letters first: each entry's are words here.
      `CREATE VIRTUAL TABLE catalog_short_text USING fts5(
         words, tokenize = 'ascii', content = '', contentless_delete = 1, detail = none)`,
    ],
    async set(sql, entry, text) {
      await this.remove(sql, entry);
      await sql.run('INSERT INTO catalog_text (rowid, text) VALUES (?, ?)', [entry, text]);
      const words = gramsOf(text, 1, 2).map(wordOf).join(' ');
      await sql.run('INSERT INTO catalog_short_text (rowid, words) VALUES (?, ?)', [entry, words]);
    },
    async remove(sql, entry) {
      await sql.run('DELETE FROM catalog_text WHERE rowid = ?', [entry]);
      await sql.run('DELETE FROM catalog_short_text WHERE rowid = ?', [entry]);
    },
    holding(part) {
      const characters = [...part];
      if (characters.length < 3) {
        return {
          sql: 'SELECT rowid AS id FROM catalog_short_text WHERE catalog_short_text MATCH ?',
          values: [wordOf(part)],
          exact: true,
        };
      }
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

/** Characters as a word that every tokenizer leaves alone. */
function wordOf(characters: string): string {
  return Array.from(characters, (each) => `x${each.codePointAt(0)?.toString(16)}`).join('');
}
