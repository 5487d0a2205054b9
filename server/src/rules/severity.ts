import type { Environment, ManifestDocument } from '../manifest/document.ts';
import type { CatalogFacts } from './facts.ts';
import { packCheck } from './impact/packChecks.ts';
import type { SeveritySetting } from './levels.ts';
import type { Rule } from './rule.ts';

const STRICTNESS: readonly SeveritySetting[] = ['off', 'info', 'warning', 'error'];

/**
 * How a rule reports in a document (decision 9): its default (or what a pack says in its place), then a Policy entry
 * without environments, then `Vertical.checks`, then ^ raises in stage and prod (never from `off`), then a Policy entry
 * with environments, which is final there. Of several policies the strictest counts.
 */
export function severityOf(
  rule: Rule,
  document: ManifestDocument,
  environment: Environment | undefined,
  facts: CatalogFacts,
): SeveritySetting {
  const settings = facts.policySettings(rule.id);
  const here = settings.filter(({ environments }) => environment && environments?.includes(environment));
  const final = strictest(here.map(({ severity }) => severity));
  if (final) return final;

  const everywhere = settings.filter(({ environments }) => environments === undefined);
  const vertical = document.statedText(['metadata', 'tags', 'Vertical']);
  const ofVertical = vertical ? facts.verticalCheck(vertical, rule.id) : undefined;
  const ofPolicies = strictest(everywhere.map((setting) => setting.severity));
  const ownDefault = rule.isOff ? 'off' : rule.severity;
  const ofPack = vertical && rule.id.startsWith('impact/') ? packCheck(vertical, rule.id, facts) : undefined;
  const severity = ofVertical ?? ofPolicies ?? ofPack ?? ownDefault;
  const raised = rule.raised && (environment === 'stage' || environment === 'prod') && severity !== 'off';
  return raised ? 'error' : severity;
}

/** The strictest of several settings; undefined of none. */
function strictest(settings: readonly SeveritySetting[]): SeveritySetting | undefined {
  if (settings.length === 0) return undefined;
  return STRICTNESS[Math.max(...settings.map((setting) => STRICTNESS.indexOf(setting)))];
}
