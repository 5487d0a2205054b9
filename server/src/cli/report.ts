import type { Severity } from '../rules/levels.ts';

/** A finding with its place in a file; lines and UTF-16 columns count from 1. Field order is that of the JSON. */
export interface LocatedFinding {
  /** Relative to the working directory, with `/`. */
  file: string;
  rule: string;
  severity: Severity;
  message: string;
  start: { line: number; column: number };
  end: { line: number; column: number };
  /** A quick fix exists. */
  fixable: boolean;
  /** The reason that silences it, or null. */
  suppressed: string | null;
  /** Only where the format shows them. */
  fixes?: FixOffer[];
}

/** A way to mend a finding, in places of files. Not part of the JSON. */
export interface FixOffer {
  title: string;
  changes: { file: string; replacements: (Pick<LocatedFinding, 'start' | 'end'> & { newText: string })[] }[];
}

export interface Summary {
  errors: number;
  warnings: number;
  infos: number;
  suppressed: number;
  fixed: number;
}

export interface LintReport {
  /** Files checked. */
  files: number;
  findings: LocatedFinding[];
  summary: Summary;
  /** Rules that could not say, as the catalog is not known. */
  undecided: { file: string; name: string | undefined; rule: string }[];
}

/** What a format may know of where it is shown. */
export interface Display {
  color: boolean;
  /** Columns of the terminal; undefined: lines may be as long as they are. */
  width: number | undefined;
}

/** By file, then position, then rule. */
export function sortFindings(findings: LocatedFinding[]): LocatedFinding[] {
  return findings.sort(
    (a, b) =>
      compare(a.file, b.file) ||
      a.start.line - b.start.line ||
      a.start.column - b.start.column ||
      compare(a.rule, b.rule),
  );
}

/** Findings under their file, in the order given. */
export function byFile(findings: readonly LocatedFinding[]): ReadonlyMap<string, readonly LocatedFinding[]> {
  // Not `Map.groupBy`: Node 20, which may run the command line, does not know it.
  const files = new Map<string, LocatedFinding[]>();
  for (const finding of findings) {
    const own = files.get(finding.file);
    if (own) own.push(finding);
    else files.set(finding.file, [finding]);
  }
  return files;
}

/** Suppressed findings count as such and nowhere else. */
export function summarize(findings: readonly LocatedFinding[], fixed: number): Summary {
  const count = (severity: Severity) =>
    findings.filter((finding) => finding.severity === severity && finding.suppressed === null).length;
  return {
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
    suppressed: findings.filter(({ suppressed }) => suppressed !== null).length,
    fixed,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
