import { ENVIRONMENTS, type Environment } from '../../manifest/document.ts';
import type { CatalogFacts } from '../../rules/facts.ts';
import { rules } from '../../rules/index.ts';
import { customRules } from '../../rules/policy/customRules.ts';
import { type SettledSeverity, settleSeverity } from '../../rules/severity.ts';
import { documentOf } from './draft.ts';

export interface EffectiveRule {
  id: string;
  summary: string;
  /** How it reports in each environment, and who decided so. */
  severities: Record<Environment, SettledSeverity>;
}

/** What the registered policies make of every rule, for the manifests of a vertical or of none. */
export function effectiveRules(facts: CatalogFacts, vertical?: string): EffectiveRule[] {
  const tags = vertical === undefined ? {} : { Vertical: vertical };
  const document = documentOf({ metadata: { tags } });
  if (!document) return [];
  return [...rules, ...customRules(facts)].map((rule) => {
    const settled = ENVIRONMENTS.map((each) => [each, settleSeverity(rule, document, each, facts)] as const);
    const severities = Object.fromEntries(settled) as Record<Environment, SettledSeverity>;
    return { id: rule.id, summary: rule.summary, severities };
  });
}
