import { type CatalogQuery, CursorError, type Page, type SearchResult } from '../catalogStore.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { entryOf, keyValues } from './catalogRows.ts';
import type { Dialect, Sql, SqlValue } from './sql.ts';
import { storable } from './values.ts';

/** A page stops here, however many entries were asked for: in characters of manifests. */
const PAGE_TEXT = 4_000_000;

/**
 * Up to so many matches of text or tag are fetched and sorted; beyond, so many entries match that going through all
 * in order fills a page sooner.
 */
const SORTED_MATCHES = 2_000;

interface Condition {
  sql: string;
  values: readonly SqlValue[];
}

const IN_USE: Condition = { sql: 'e.retired_at IS NULL', values: [] };

/** Finds entries, page by page. */
export async function searchCatalog(
  sql: Sql,
  query: CatalogQuery,
  { limit, cursor }: Page,
): Promise<SearchResult> {
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  if (after?.some((part) => part !== storable(part))) throw new CursorError();
  const plan = planOf(sql.dialect, query);
  const { revision, total } = await countMatches(sql, plan);
  const place = after && { sql: '(e.kind, e.name, e.environment, e.release) > (?, ?, ?, ?)', values: after };
  const matches = matchesOf(sql.dialect, plan, total <= SORTED_MATCHES, place ? [place] : []);
  const rows = await sql.all(
    `SELECT p.*, v.manifest, v.actor FROM (
       SELECT m.*, CAST(sum(size) OVER (ORDER BY kind, name, environment, release) - size AS ${sql.dialect.integer}) AS size_before
       FROM (SELECT e.* ${matches.sql} ORDER BY e.kind, e.name, e.environment, e.release LIMIT ?) m
     ) p LEFT JOIN catalog_version v
       ON v.entry = p.id AND v.version = p.version AND (p.size_before = 0 OR p.size_before + p.size <= ${PAGE_TEXT})
     ORDER BY p.kind, p.name, p.environment, p.release`,
    [...matches.values, limit + 1],
  );
  const page = rows.slice(0, limit).filter(({ manifest }) => manifest !== null);
  const entries = page.map(entryOf);
  const last = entries.at(-1);
  const more = rows.length > page.length;
  return { entries, total, revision, ...(more && last ? { nextCursor: encodeCursor(keyValues(last)) } : {}) };
}

/** What is asked, as SQL over `catalog_entry e`. */
interface Plan {
  conditions: readonly Condition[];
  /** An index of text or tags to start from, where one can tell. */
  driver: Driver | undefined;
}

interface Driver {
  /** Gives the `id`s of entries in use that meet `condition`, and perhaps a few more. */
  members: Condition;
  /** What the index answers. */
  condition: Condition;
  exact: boolean;
}

function planOf(dialect: Dialect, query: CatalogQuery): Plan {
  const conditions: Condition[] = query.includeRetired ? [] : [IN_USE];
  const equal = (column: string, value: string | undefined) => {
    if (value !== undefined) conditions.push({ sql: `e.${column} = ?`, values: [storable(value)] });
  };
  equal('kind', query.kind);
  equal('environment', query.environment === 'none' ? '' : query.environment);
  equal('vertical', query.vertical);
  equal('owner', query.owner);
  if (query.since !== undefined) conditions.push({ sql: 'e.revision > ?', values: [query.since] });
  if (query.mentions !== undefined) conditions.push(mentions(dialect, query.mentions));
  const indexed = [...textDriver(dialect, query.text), ...tagDriver(query.tag)];
  conditions.push(...indexed.map(({ condition }) => condition));
  // The indexes know only what is in use.
  const driver = query.includeRetired ? undefined : indexed[0];
  return { conditions, driver };
}

function mentions({ contains }: Dialect, text: string): Condition {
  const sql = `EXISTS (SELECT 1 FROM catalog_version m WHERE m.entry = e.id AND m.version = e.version AND ${contains('m.manifest')})`;
  return { sql, values: [storable(text)] };
}

function textDriver({ contains, textIndex }: Dialect, text: string | undefined): Driver[] {
  if (!text) return [];
  const part = storable(text.toLowerCase());
  const members = textIndex.holding(part);
  return [{ members, exact: members.exact, condition: { sql: contains('e.search_text'), values: [part] } }];
}

function tagDriver(written: string | undefined): Driver[] {
  if (written === undefined) return [];
  const [, tag = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(written) ?? [];
  const values = [tag, ...(value === undefined ? [] : [value])].map(storable);
  const sql = `FROM catalog_tag WHERE tag = ?${value === undefined ? '' : ' AND value = ?'}`;
  return [
    {
      members: { sql: `SELECT entry AS id ${sql}`, values },
      condition: { sql: `EXISTS (SELECT 1 ${sql} AND entry = e.id)`, values },
      exact: true,
    },
  ];
}

async function countMatches(sql: Sql, plan: Plan): Promise<{ revision: number; total: number }> {
  const matches = answeredByIndex(plan) ?? matchesOf(sql.dialect, plan, true, []);
  const row = await sql.get(
    `SELECT (SELECT coalesce(max(seq), 0) FROM changes) AS revision, (SELECT count(*) ${matches.sql}) AS total`,
    matches.values,
  );
  return { revision: Number(row?.revision), total: Number(row?.total) };
}

/** The indexes know only what is in use: where nothing else is asked, the entries need not be looked at. */
function answeredByIndex({ conditions, driver }: Plan): Condition | undefined {
  if (!driver?.exact) return undefined;
  const others = conditions.filter((condition) => condition !== IN_USE && condition !== driver.condition);
  return others.length ? undefined : { sql: `FROM (${driver.members.sql}) s`, values: driver.members.values };
}

/** `FROM ... WHERE ...` for what matches. @param driven starting from the plan's index, if it has one */
function matchesOf({ joinInOrder }: Dialect, plan: Plan, driven: boolean, more: Condition[]): Condition {
  const driver = driven ? plan.driver : undefined;
  const rest = driver?.exact ? plan.conditions.filter((each) => each !== driver.condition) : plan.conditions;
  const conditions = [...rest, ...more];
  const where = conditions.length ? `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}` : '';
  const values = conditions.flatMap((condition) => condition.values);
  if (!driver) return { sql: `FROM catalog_entry e ${where}`, values };
  const { members } = driver;
  return {
    sql: `FROM (${members.sql}) s ${joinInOrder} catalog_entry e ON e.id = s.id ${where}`,
    values: [...members.values, ...values],
  };
}
