import { gramsOf, sampleOf } from '../sql/grams.ts';
import type { SearchIndex } from '../sql/sql.ts';

/**
 * Grams and facets as words of one full-text index: it answers text and facets together without looking at a single
 * entry. A text's grams of three characters stand in their order, so that a longer part is a phrase of them.
 */
export const SQLITE_SEARCH_INDEX: SearchIndex = {
  sortable: 4_000,
  create: [
    `CREATE VIRTUAL TABLE catalog_words USING fts5(
       words, tokenize = 'ascii', content = '', contentless_delete = 1)`,
  ],
  add(sql, entry, text, facets) {
    const characters = Array.from(text, encoded);
    // Who types has typed one or two letters first.
    const short = new Set([...characters, ...gramsOf(characters, 2)]);
    const words = [...gramsOf(characters, 3), ...short, ...facets].join(' ');
    sql.send('INSERT INTO catalog_words (rowid, words) VALUES (?, ?)', [entry, words]);
  },
  remove(sql, entry) {
    sql.send('DELETE FROM catalog_words WHERE rowid = ?', [entry]);
  },
  matching(part, facets) {
    const characters = Array.from(part, encoded);
    const grams = gramsOf(characters, Math.min(characters.length, 3));
    const sample = sampleOf(grams);
    const phrases = sample ?? (part ? [grams.join(' ')] : []);
    const expression = [...phrases, ...facets].map((phrase) => `"${phrase}"`).join(' AND ');
    return {
      sql: 'SELECT rowid AS id FROM catalog_words WHERE catalog_words MATCH ?',
      values: [expression],
      exact: sample === undefined,
    };
  },
};

/** Letters and digits alone, which the tokenizer keeps; `x` starts and ends what was another character. */
function encoded(character: string): string {
  return /^[a-wyz0-9]$/.test(character) ? character : `x${character.codePointAt(0)?.toString(16)}x`;
}
