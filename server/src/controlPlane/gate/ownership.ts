import type { ManifestDocument } from '../../manifest/document.ts';
import { environmentOf } from '../../manifest/environment.ts';
import type { ReportedFinding } from '../../rules/report.ts';

export const OWNERSHIP_RULE = 'catalog/prod-owner';

export const OWNERLESS =
  'No service goes to prod without an owner: state the team that answers for it in the tag "Owner".';

/** Whether it is a service, in prod, that nobody answers for. */
export function isOwnerless(document: ManifestDocument, environment = environmentOf(document)): boolean {
  const isAsked = document.kind === 'Service' && environment === 'prod';
  return isAsked && !document.statedText(['metadata', 'tags', 'Owner']);
}

/** Findings in which the want of an owner is an error, whatever a policy says: none can switch this off. */
export function withOwnership(
  findings: readonly ReportedFinding[],
  document: ManifestDocument,
): readonly ReportedFinding[] {
  const isTold = findings.some(({ rule, severity }) => rule === OWNERSHIP_RULE && severity === 'error');
  if (isTold || !isOwnerless(document)) return findings;
  const others = findings.filter(({ rule }) => rule !== OWNERSHIP_RULE);
  const finding: ReportedFinding = {
    rule: OWNERSHIP_RULE,
    severity: 'error',
    message: OWNERLESS,
    ...document.place(['metadata', 'name']),
  };
  return [...others, finding].sort((a, b) => a.start - b.start || a.rule.localeCompare(b.rule));
}
