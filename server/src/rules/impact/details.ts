import { explain } from '../../impact/explain.ts';
import type { ImpactFinding } from '../../impact/finding.ts';
import type { ManifestDocument } from '../../manifest/document.ts';
import type { ReportedFinding } from '../report.ts';
import type { Finding } from '../rule.ts';
import { exemptionOf } from './exemption.ts';
import type { Judged } from './judged.ts';

/** What is known of a finding of Impact Check beyond its message. Empty for what is about something that is not stated. */
export interface ImpactDetails {
  /** The words in question, on one line. */
  found?: string;
  leavesOut?: string;
  reason?: string;
  alternatives: readonly string[];
  source?: string;
  /** What exempts the criterion that it is in. */
  exemption?: string;
}

/**
 * @param finding of a rule `impact/*`
 * @param today `YYYY-MM-DD`, by which exemptions expire
 */
export function detailsOf(
  finding: ReportedFinding,
  document: ManifestDocument,
  today: string,
): ImpactDetails {
  if (!isJudged(finding)) return { alternatives: [] };
  const { text, part, path, replacements } = finding.data;
  const exemption = isCriterion(finding) ? exemptionIn(document, path, today) : undefined;
  return {
    ...wordsAndReasons({ ...finding, replacements }, text.slice(part.start, part.end)),
    ...(exemption === undefined ? {} : { exemption }),
  };
}

/** The same for a finding in a text. @param written the words in question, as the text has them */
export function wordsAndReasons(
  { rule, entry, source, replacements }: Pick<ImpactFinding, 'rule' | 'entry' | 'source' | 'replacements'>,
  written: string,
): ImpactDetails {
  return { found: written.replace(/\s+/g, ' '), ...explain(rule, entry), alternatives: replacements, source };
}

function isJudged(finding: Finding): finding is Judged {
  return 'entry' in finding && 'source' in finding && finding.data !== undefined;
}

function isCriterion({ rule, data: { path } }: Judged): boolean {
  return rule !== 'impact/exclusionary-language' && path[0] === 'spec' && path[1] === 'eligibility';
}

function exemptionIn(document: ManifestDocument, path: Judged['data']['path'], today: string) {
  const criterion = path.slice(0, 3);
  const exemption = exemptionOf(document, criterion, today);
  if (exemption.state !== 'valid') return undefined;
  const said = (field: string) => document.statedText([...criterion, 'exemption', field]) ?? '';
  return `${exemption.basis}. ${said('reason')} Approved by ${said('approvedBy')} until ${exemption.expires}.`;
}
