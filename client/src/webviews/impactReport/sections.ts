import type { ImpactItem } from '../../../../server/src/protocol/impact.ts';

/** What is shown of one rule: a part of it, where a page ends within it. */
export interface RuleSection {
  rule: string;
  /** On all pages. */
  total: number;
  items: readonly ImpactItem[];
}

export interface VerticalSection {
  /** Null for what belongs to none. */
  vertical: string | null;
  /** On all pages. */
  total: number;
  rules: readonly RuleSection[];
}

/** Findings on one page: as many as a screen reader's user and the browser get through in no time. */
export const PAGE_SIZE = 50;

/** By vertical (what belongs to none comes last), rule, file and place. */
export function inOrder(items: readonly ImpactItem[]): ImpactItem[] {
  return [...items].sort(
    (a, b) =>
      Number(a.vertical === null) - Number(b.vertical === null) ||
      compare(a.vertical ?? '', b.vertical ?? '') ||
      compare(a.rule, b.rule) ||
      compare(a.file, b.file) ||
      a.range.start.line - b.range.start.line ||
      a.range.start.character - b.range.start.character,
  );
}

export function pageCount(total: number): number {
  return Math.max(1, Math.ceil(total / PAGE_SIZE));
}

/**
 * A page of findings by vertical and rule.
 *
 * @param items in order
 * @param page counts from 0
 */
export function sectionsOf(items: readonly ImpactItem[], page: number): VerticalSection[] {
  const shown = items.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
  const ofVertical = totals(items, ({ vertical }) => vertical);
  const ofRule = totals(items, ({ vertical, rule }) => `${vertical} ${rule}`);
  return [...grouped(shown, ({ vertical }) => vertical)].map(([vertical, inVertical]) => ({
    vertical,
    total: ofVertical.get(vertical) ?? 0,
    rules: [...grouped(inVertical, ({ rule }) => rule)].map(([rule, own]) => ({
      rule,
      total: ofRule.get(`${vertical} ${rule}`) ?? 0,
      items: own,
    })),
  }));
}

function totals<K>(items: readonly ImpactItem[], keyOf: (item: ImpactItem) => K): Map<K, number> {
  const counts = new Map<K, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

function grouped<K>(items: readonly ImpactItem[], keyOf: (item: ImpactItem) => K): Map<K, ImpactItem[]> {
  const groups = new Map<K, ImpactItem[]>();
  for (const item of items) {
    const own = groups.get(keyOf(item));
    if (own) own.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
