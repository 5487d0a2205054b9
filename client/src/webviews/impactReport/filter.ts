import type { ImpactFocus, ImpactItem, ImpactStatus } from '../../../../server/src/protocol/impact.ts';
import type { Severity } from '../words.ts';

export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** What of the findings is to be seen. Empty fields let everything through. */
export interface Filter {
  /** Words that must all occur, in whatever is told of a finding. */
  text: string;
  /** Null: what belongs to none. */
  vertical: string | null | undefined;
  rule: string | undefined;
  hidden: readonly Severity[];
  focus: ImpactFocus | undefined;
}

export const EVERYTHING: Filter = {
  text: '',
  vertical: undefined,
  rule: undefined,
  hidden: [],
  focus: undefined,
};

export function isFiltering({ text, vertical, rule, hidden, focus }: Filter): boolean {
  return (
    text.trim() !== '' ||
    vertical !== undefined ||
    rule !== undefined ||
    hidden.length > 0 ||
    focus !== undefined
  );
}

/** The findings that a filter lets through, in their order. */
export function filtered(items: readonly ImpactItem[], filter: Filter): ImpactItem[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter((item) => isIn(item, filter) && (words.length === 0 || says(item, words)));
}

function isIn(item: ImpactItem, { vertical, rule, hidden, focus }: Filter): boolean {
  return (
    (vertical === undefined || item.vertical === vertical) &&
    (rule === undefined || item.rule === rule) &&
    !hidden.includes(item.severity) &&
    (focus === undefined || isFocus(item, focus))
  );
}

function isFocus({ uri, manifest }: ImpactItem, focus: ImpactFocus): boolean {
  return uri === focus.uri && manifest?.kind === focus.kind && manifest.name === focus.name;
}

function says(item: ImpactItem, words: readonly string[]): boolean {
  const { file, message, rule, vertical, manifest, alternatives, because, source } = item;
  const told = [file, message, rule, vertical, manifest?.name, ...alternatives, because, source]
    .join('\n')
    .toLowerCase();
  return words.every((word) => told.includes(word));
}

/** How many there are of each. */
export function countByStatus(items: readonly ImpactItem[]): Record<ImpactStatus, number> {
  const counts = { open: 0, exempted: 0, silenced: 0 };
  for (const { status } of items) counts[status]++;
  return counts;
}

/** Verticals and rules to choose from, sorted; null is the choice of what belongs to no vertical. */
export function choices(items: readonly ImpactItem[]): { verticals: (string | null)[]; rules: string[] } {
  const verticals = [...new Set(items.map(({ vertical }) => vertical))];
  return {
    verticals: [
      ...verticals.filter((vertical) => vertical !== null).sort(),
      ...verticals.filter((vertical) => vertical === null),
    ],
    rules: [...new Set(items.map(({ rule }) => rule))].sort(),
  };
}
