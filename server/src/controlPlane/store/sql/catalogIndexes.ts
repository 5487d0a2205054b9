import { type Facets, wordsOf } from './facets.ts';
import type { Sql, SqlValue } from './sql.ts';
import { storable } from './values.ts';

/** Makes an entry findable by its text and facets. What is retired is in neither index. */
export async function indexEntry(sql: Sql, entry: number, text: string, facets: Facets): Promise<void> {
  await sql.dialect.searchIndex.set(sql, entry, text, wordsOf(facets));
  await setTags(sql, entry, facets.tags);
}

export async function unindexEntry(sql: Sql, entry: number): Promise<void> {
  await sql.dialect.searchIndex.remove(sql, entry);
  await sql.run('DELETE FROM catalog_tag WHERE entry = ?', [entry]);
}

async function setTags(sql: Sql, entry: number, tags: Readonly<Record<string, string>>): Promise<void> {
  await sql.run('DELETE FROM catalog_tag WHERE entry = ?', [entry]);
  const rows = new Map(Object.entries(tags).map(([tag, value]) => [storable(tag), storable(value)]));
  if (rows.size === 0) return;
  const values: SqlValue[] = [...rows].flatMap(([tag, value]) => [entry, tag, value]);
  const places = Array.from(rows, () => '(?, ?, ?)').join(', ');
  await sql.run(`INSERT INTO catalog_tag (entry, tag, value) VALUES ${places}`, values);
}
