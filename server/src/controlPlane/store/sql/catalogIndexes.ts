import { type Facets, wordsOf } from './facets.ts';
import type { SqlValue, Transaction } from './sql.ts';
import { storable } from './values.ts';

/** Makes an entry findable by its text and facets. What is retired is in neither index. */
export function indexEntry(sql: Transaction, entry: number, text: string, facets: Facets): void {
  sql.dialect.searchIndex.add(sql, entry, text, wordsOf(facets));
  addTags(sql, entry, facets.tags);
}

export function unindexEntry(sql: Transaction, entry: number): void {
  sql.dialect.searchIndex.remove(sql, entry);
  sql.send('DELETE FROM catalog_tag WHERE entry = ?', [entry]);
}

function addTags(sql: Transaction, entry: number, tags: Readonly<Record<string, string>>): void {
  const rows = new Map(Object.entries(tags).map(([tag, value]) => [storable(tag), storable(value)]));
  if (rows.size === 0) return;
  const values: SqlValue[] = [...rows].flatMap(([tag, value]) => [entry, tag, value]);
  const places = Array.from(rows, () => '(?, ?, ?)').join(', ');
  sql.send(`INSERT INTO catalog_tag (entry, tag, value) VALUES ${places}`, values);
}
