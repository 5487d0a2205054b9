import type { CatalogQuery } from '../catalogStore.ts';
import { facetWord } from './facets.ts';
import type { Dialect, SqlValue } from './sql.ts';
import { storable } from './values.ts';

export interface Condition {
  sql: string;
  values: readonly SqlValue[];
}

/** What is asked, as SQL over `catalog_entry e`. */
export interface SearchPlan {
  conditions: readonly Condition[];
  /** Where the search index helps. */
  index?: {
    /** Gives the `id`s of what matches. */
    members: Condition;
    /** The conditions that the members do not all meet. */
    rest: readonly Condition[];
  };
}

const IN_USE: Condition = { sql: 'e.retired_at IS NULL', values: [] };

export function planOf(dialect: Dialect, query: CatalogQuery): SearchPlan {
  const text = query.text ? storable(query.text.toLowerCase()) : '';
  const facets = facetsOf(query);
  const holdsText = text ? [{ sql: dialect.contains('e.search_text'), values: [text] }] : [];
  const others = [...sinceCondition(query), ...mentionsCondition(dialect, query)];
  const inUse = query.includeRetired ? [] : [IN_USE];
  const conditions = [...inUse, ...facets.map(({ condition }) => condition), ...others, ...holdsText];
  // The index knows only what is in use. Other facets alone are better counted by their own indexes.
  if (query.includeRetired || (!text && query.tag === undefined)) return { conditions };
  const words = facets.map(({ word }) => word);
  const { exact, ...members } = dialect.searchIndex.matching(text, words);
  return { conditions, index: { members, rest: exact ? others : [...others, ...holdsText] } };
}

/** `FROM ... WHERE ...`: as many rows as entries match. */
export function countable(dialect: Dialect, plan: SearchPlan): Condition {
  if (!plan.index || plan.index.rest.length) return entries(dialect, plan, true);
  // The entries themselves need not be looked at.
  const { sql, values } = plan.index.members;
  return { sql: `FROM (${sql}) s`, values };
}

/**
 * `FROM ... WHERE ...`: the entries `e` that match.
 *
 * @param indexed starting from the search index, where it helps
 */
export function entries(
  { joinInOrder }: Dialect,
  { conditions, index }: SearchPlan,
  indexed: boolean,
  more: readonly Condition[] = [],
): Condition {
  if (!index || !indexed) return filtered('FROM catalog_entry e', [], [...conditions, ...more]);
  const { members, rest } = index;
  const from = `FROM (${members.sql}) s ${joinInOrder} catalog_entry e ON e.id = s.id`;
  return filtered(from, members.values, [...rest, ...more]);
}

function filtered(from: string, values: readonly SqlValue[], conditions: readonly Condition[]): Condition {
  const where = conditions.length ? `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}` : '';
  return { sql: `${from} ${where}`, values: [...values, ...conditions.flatMap((each) => each.values)] };
}

interface Facet {
  condition: Condition;
  word: string;
}

function facetsOf({ kind, environment, vertical, owner, tag }: CatalogQuery): Facet[] {
  const facets: Facet[] = [];
  const equal = (name: 'kind' | 'environment' | 'vertical' | 'owner', value: string | undefined) => {
    if (value === undefined) return;
    const condition = { sql: `e.${name} = ?`, values: [storable(value)] };
    facets.push({ condition, word: facetWord(name, value) });
  };
  equal('kind', kind);
  equal('environment', environment === 'none' ? '' : environment);
  equal('vertical', vertical);
  equal('owner', owner);
  if (tag !== undefined) facets.push(tagFacet(tag));
  return facets;
}

function tagFacet(written: string): Facet {
  const [, tag = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(written) ?? [];
  const values = value === undefined ? [tag] : [tag, value];
  const sql = `EXISTS (SELECT 1 FROM catalog_tag WHERE entry = e.id AND tag = ?${value === undefined ? '' : ' AND value = ?'})`;
  return { condition: { sql, values: values.map(storable) }, word: facetWord('tag', ...values) };
}

function sinceCondition({ since }: CatalogQuery): Condition[] {
  return since === undefined ? [] : [{ sql: 'e.revision > ?', values: [since] }];
}

function mentionsCondition({ contains }: Dialect, { mentions }: CatalogQuery): Condition[] {
  if (mentions === undefined) return [];
  const sql = `EXISTS (SELECT 1 FROM catalog_version m WHERE m.entry = e.id AND m.version = e.version AND ${contains('m.manifest')})`;
  return [{ sql, values: [storable(mentions)] }];
}
