import { keyNamesOf, type Schema } from '../manifest/schemas.ts';
import { rules } from '../rules/index.ts';
import { customRules } from '../rules/policy/customRules.ts';
import type { CatalogView } from './catalogView.ts';
import { escapeMarkdown } from './describe.ts';

/** A rule as it is named in policies, verticals and comments. */
export interface RuleName {
  id: string;
  /** What it asks for, as Markdown. */
  summary: string;
  /** Its default severity, for people: "warning, error in stage and prod". */
  severity: string;
}

/** Every rule: those of the language, then those that the workspace's policies define (`policy/<id>`). */
export function ruleNames({ catalog }: Pick<CatalogView, 'catalog'>): RuleName[] {
  // The words of a policy are its author's, and no Markdown.
  const custom = customRules(catalog).map((rule) => ({ ...rule, summary: escapeMarkdown(rule.summary) }));
  const all = [...rules, ...custom].map(({ id, summary, severity, isOff, raised }): [string, RuleName] => {
    const stated = isOff ? 'off' : raised ? `${severity}, error in stage and prod` : severity;
    return [id, { id, summary, severity: stated }];
  });
  return [...new Map(all).values()];
}

/** The rules that may be keys of a map of this schema; none where its keys are no rules. */
export function ruleKeys(schema: Schema, catalog: Pick<CatalogView, 'catalog'>): RuleName[] {
  return keyNamesOf(schema).length > 0 ? ruleNames(catalog) : [];
}
