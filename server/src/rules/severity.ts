import type { Environment, ManifestDocument } from '../manifest/document.ts';
import type { CatalogFacts, PolicySetting } from './facts.ts';
import { packCheck } from './impact/packChecks.ts';
import type { SeveritySetting } from './levels.ts';
import type { Rule } from './rule.ts';

const STRICTNESS: readonly SeveritySetting[] = ['off', 'info', 'warning', 'error'];

/** Who decided how a rule reports. */
export type SeverityOrigin =
  /** The rule itself, or the policy that defines it. */
  | { by: 'rule' }
  | { by: 'policy'; name: string }
  | { by: 'vertical' | 'pack'; name: string }
  /** It is raised in stage and prod. */
  | { by: 'environment'; name: Environment };

export interface SettledSeverity {
  severity: SeveritySetting;
  origin: SeverityOrigin;
}

/** How a rule reports in a document. */
export function severityOf(
  rule: Rule,
  document: ManifestDocument,
  environment: Environment | undefined,
  facts: CatalogFacts,
): SeveritySetting {
  return settleSeverity(rule, document, environment, facts).severity;
}

/**
 * How a rule reports in a document, and why (decision 9): its default (or what a pack says in its place), then a Policy
 * entry without environments, then `Vertical.checks`, then ^ raises in stage and prod (never from `off`), then a Policy
 * entry with environments, which is final there. Of several policies the strictest counts.
 */
export function settleSeverity(
  rule: Rule,
  document: ManifestDocument,
  environment: Environment | undefined,
  facts: CatalogFacts,
): SettledSeverity {
  const settings = facts.policySettings(rule.id);
  const final = strictest(
    settings.filter(({ environments }) => environment && environments?.includes(environment)),
  );
  if (final) return final;
  const settled = settledAnywhere(rule, document, facts, settings);
  const { severity } = settled;
  const raises = rule.raised && (environment === 'stage' || environment === 'prod');
  return raises && severity !== 'off' && severity !== 'error'
    ? { severity: 'error', origin: { by: 'environment', name: environment } }
    : settled;
}

function settledAnywhere(
  rule: Rule,
  document: ManifestDocument,
  facts: CatalogFacts,
  settings: readonly PolicySetting[],
): SettledSeverity {
  const vertical = document.statedText(['metadata', 'tags', 'Vertical']);
  const ofVertical = vertical ? facts.verticalCheck(vertical, rule.id) : undefined;
  if (vertical && ofVertical) return { severity: ofVertical, origin: { by: 'vertical', name: vertical } };
  const ofPolicies = strictest(settings.filter(({ environments }) => environments === undefined));
  if (ofPolicies) return ofPolicies;
  const ofPack = vertical && rule.id.startsWith('impact/') ? packCheck(vertical, rule.id, facts) : undefined;
  if (vertical && ofPack) return { severity: ofPack, origin: { by: 'pack', name: vertical } };
  return { severity: rule.isOff ? 'off' : rule.severity, origin: OWN };
}

const OWN: SeverityOrigin = { by: 'rule' };

/** The strictest of several settings; undefined of none. */
function strictest(settings: readonly PolicySetting[]): SettledSeverity | undefined {
  const [first, ...others] = settings;
  if (!first) return undefined;
  const strict = ({ severity }: PolicySetting) => STRICTNESS.indexOf(severity);
  const { severity, policy } = others.reduce(
    (most, each) => (strict(each) > strict(most) ? each : most),
    first,
  );
  return { severity, origin: { by: 'policy', name: policy ?? '' } };
}
