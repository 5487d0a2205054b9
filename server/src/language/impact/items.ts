import { basename } from 'node:path/posix';
import { type PlacedDocument, rangeOf } from '../../manifest/file.ts';
import type { ImpactItem, ImpactStatus } from '../../protocol/impact.ts';
import { detailsOf, type ImpactDetails } from '../../rules/impact/details.ts';
import type { ReportedFinding } from '../../rules/report.ts';
import { redacted } from '../../rules/security/redacted.ts';
import type { Project } from '../project.ts';

/** What Impact Check finds in a manifest file, silenced findings included. Empty for a file that is not known. */
export function impactItems(project: Project, uri: string): ImpactItem[] {
  const documents = project.file(uri)?.documents ?? [];
  return documents.flatMap((placed, index) => {
    const { findings } = project.report({ uri, index }, placed);
    return findings.filter(isImpact).map((finding) => impactItem(project, uri, placed, finding));
  });
}

export function isImpact({ rule }: Pick<ReportedFinding, 'rule'>): boolean {
  return rule.startsWith('impact/');
}

export function impactItem(
  project: Project,
  uri: string,
  placed: PlacedDocument,
  finding: ReportedFinding,
): ImpactItem {
  const { document } = placed;
  const { kind, name } = document;
  const details = detailsOf(finding, document, project.catalog.today);
  const status = statusOf(finding, details);
  const because = finding.suppressed ?? details.exemption;
  const own = kind === 'Vertical' ? name : undefined;
  return {
    uri,
    file: fileName(project.folders, uri),
    range: rangeOf(placed, finding),
    rule: finding.rule,
    severity: finding.severity,
    vertical: document.statedText(['metadata', 'tags', 'Vertical']) ?? own ?? null,
    ...(kind && name ? { manifest: { kind, name } } : {}),
    message: finding.message,
    ...shownDetails(details),
    status,
    ...(because === undefined ? {} : { because: redacted(because) }),
  };
}

/** The parts of an item that tell of its words. No credential that happens to stand there is told on. */
export function shownDetails({ found, leavesOut, reason, alternatives, source }: ImpactDetails) {
  const sourceUrl = source && addressIn(source);
  return {
    ...(found === undefined ? {} : { found: redacted(found) }),
    ...(leavesOut === undefined ? {} : { leavesOut }),
    ...(reason === undefined ? {} : { reason }),
    alternatives: alternatives.map(redacted),
    ...(source === undefined ? {} : { source }),
    ...(sourceUrl ? { sourceUrl } : {}),
  };
}

/** The first web address in a text; word lists are cited without a scheme. */
function addressIn(source: string): string | undefined {
  const [address] = ADDRESS.exec(source) ?? [];
  return address && (/^https?:/i.test(address) ? address : `https://${address}`);
}

const ADDRESS =
  /https?:\/\/[^\s,;()]+|\b(?:[a-z0-9-]+\.)+(?:org|com|net|gov|edu|int|eu|uk)\b(?:\/[^\s,;()]*)?/i;

export function statusOf(finding: ReportedFinding, { exemption }: ImpactDetails): ImpactStatus {
  if (finding.suppressed !== undefined) return 'silenced';
  return exemption === undefined ? 'open' : 'exempted';
}

/** Relative to its workspace folder, which is named where there are several. */
export function fileName(folders: readonly string[], uri: string): string {
  const folder = folders.find((each) => uri.startsWith(`${each}/`));
  if (folder === undefined) return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
  const path = uri.slice(folder.length + 1);
  return decodeURIComponent(folders.length > 1 ? `${basename(folder)}/${path}` : path);
}
