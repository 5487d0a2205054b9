import type { Sql, SqlValue } from './sql.ts';
import { storable } from './values.ts';

/** Makes an entry findable by its text and tags. What is retired is in neither index. */
export async function indexEntry(
  sql: Sql,
  entry: number,
  text: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  await sql.dialect.textIndex.set(sql, entry, text);
  await setTags(sql, entry, tags);
}

export async function unindexEntry(sql: Sql, entry: number): Promise<void> {
  await sql.dialect.textIndex.remove(sql, entry);
  await sql.run('DELETE FROM catalog_tag WHERE entry = ?', [entry]);
}

export async function setTags(
  sql: Sql,
  entry: number,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  await sql.run('DELETE FROM catalog_tag WHERE entry = ?', [entry]);
  const rows = new Map(Object.entries(tags).map(([tag, value]) => [storable(tag), storable(value)]));
  if (rows.size === 0) return;
  const values: SqlValue[] = [...rows].flatMap(([tag, value]) => [entry, tag, value]);
  const places = Array.from(rows, () => '(?, ?, ?)').join(', ');
  await sql.run(`INSERT INTO catalog_tag (entry, tag, value) VALUES ${places}`, values);
}
