import { createHash } from 'node:crypto';
import type { CatalogQuery, Page, SearchResult } from '../catalogStore.ts';
import { type Counted, decodeCursor, encodeCursor } from '../cursor.ts';
import { CursorError } from '../opaqueCursor.ts';
import { entryOf, keyValues } from './catalogRows.ts';
import { revisionOf } from './changes.ts';
import { countable, entries, planOf, type SearchPlan } from './searchPlan.ts';
import type { Sql, SqlRow } from './sql.ts';
import { storable } from './values.ts';

/** A page stops here, however many entries were asked for: in characters of manifests. */
const PAGE_TEXT = 4_000_000;

/** Finds entries, page by page. */
export async function searchCatalog(
  sql: Sql,
  query: CatalogQuery,
  { limit, cursor }: Page,
): Promise<SearchResult> {
  const { after, counted } = cursor === undefined ? {} : decodeCursor(cursor);
  if (after?.some((part) => part !== storable(part))) throw new CursorError();
  const plan = planOf(sql.dialect, query);
  const { revision, total } = await countMatches(sql, plan, digestOf(query), counted);
  const rows = total === 0 ? [] : await pageOf(sql, plan, total, after, limit + 1);
  const page = rows.slice(0, limit).filter(({ manifest }) => manifest !== null);
  const found = { entries: page.map(entryOf), total, revision };
  const last = found.entries.at(-1);
  if (!last || rows.length === page.length) return found;
  const nextCursor = encodeCursor(keyValues(last), { query: digestOf(query), revision, total });
  return { ...found, nextCursor };
}

/** Counting takes longer than a page: it is done once for all pages, as long as nothing changes. */
async function countMatches(
  sql: Sql,
  plan: SearchPlan,
  query: string,
  counted: Counted | undefined,
): Promise<{ revision: number; total: number }> {
  if (counted?.query === query && counted.revision === (await revisionOf(sql))) return counted;
  const matches = countable(sql.dialect, plan);
  const row = await sql.get(
    `SELECT (SELECT coalesce(max(seq), 0) FROM changes) AS revision, (SELECT count(*) ${matches.sql}) AS total`,
    matches.values,
  );
  return { revision: Number(row?.revision), total: Number(row?.total) };
}

/** @returns rows of catalog_entry, those that fit with their manifest */
function pageOf(
  sql: Sql,
  plan: SearchPlan,
  total: number,
  after: readonly string[] | undefined,
  limit: number,
): Promise<SqlRow[]> {
  const place = { sql: '(e.kind, e.name, e.environment, e.release) > (?, ?, ?, ?)', values: after ?? [] };
  const matches = entries(sql.dialect, plan, total <= sql.dialect.searchIndex.sortable, after ? [place] : []);
  return sql.all(
    `SELECT p.*, v.manifest, v.actor FROM (
       SELECT m.*, CAST(sum(size) OVER (ORDER BY kind, name, environment, release) - size AS ${sql.dialect.integer}) AS size_before
       FROM (SELECT e.* ${matches.sql} ORDER BY e.kind, e.name, e.environment, e.release LIMIT ?) m
     ) p LEFT JOIN catalog_version v
       ON v.entry = p.id AND v.version = p.version AND (p.size_before = 0 OR p.size_before + p.size <= ${PAGE_TEXT})
     ORDER BY p.kind, p.name, p.environment, p.release`,
    [...matches.values, limit],
  );
}

/** Tells questions apart, so that a cursor that is taken along to another one brings no wrong total. */
function digestOf(query: CatalogQuery): string {
  return createHash('sha256').update(JSON.stringify(query)).digest('hex').slice(0, 16);
}
