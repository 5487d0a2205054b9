import { gramsOf, sampleOf } from '../sql/grams.ts';
import type { SearchIndex } from '../sql/sql.ts';

/**
 * Words of a row are moved out of the table only where they are long: to count what matches, PostgreSQL looks at the
 * rows, and hundreds of these fit on a page, but only four with their words.
 */
const PADDING: readonly string[] = Array.from({ length: 500 }, () => '');

/** What pg_trgm does, without the extension, which not everybody may install; and facets beside the grams. */
export const POSTGRES_SEARCH_INDEX: SearchIndex = {
  sortable: 3_000,
  create: [
    `CREATE TABLE catalog_words (
       id BIGINT PRIMARY KEY, text TEXT COLLATE "C" NOT NULL, words TEXT[] COLLATE "C" NOT NULL)
     WITH (toast_tuple_target = 1024)`,
    // What is known of the commonest words leads the planner astray: to reading all rows, each with its words.
    'ALTER TABLE catalog_words ALTER COLUMN words SET STATISTICS 0',
    'CREATE INDEX catalog_words_by_word ON catalog_words USING GIN (words)',
  ],
  add(sql, entry, text, facets) {
    const characters = [...text];
    const grams = new Set([1, 2, 3].flatMap((length) => gramsOf(characters, length)));
    sql.send('INSERT INTO catalog_words (id, text, words) VALUES (?, ?, ?)', [
      entry,
      text,
      [...grams, ...facets, ...PADDING],
    ]);
  },
  remove(sql, entry) {
    sql.send('DELETE FROM catalog_words WHERE id = ?', [entry]);
  },
  matching(part, facets) {
    const characters = [...part];
    const grams = gramsOf(characters, Math.min(characters.length, 3));
    const words = [...(sampleOf(grams) ?? (part ? grams : [])), ...facets];
    // One gram cannot be out of order.
    const compared = grams.length > 1;
    return {
      sql: `SELECT id FROM catalog_words WHERE words @> ?${compared ? ' AND strpos(text, ?) > 0' : ''}`,
      values: [words, ...(compared ? [part] : [])],
      exact: true,
    };
  },
};
