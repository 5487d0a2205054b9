import type { Catalog } from '../catalog/catalog.ts';
import type { Reports } from '../catalog/reports.ts';
import type { Environment } from '../manifest/document.ts';
import { type ManifestFile, type PlacedDocument, rangeOf } from '../manifest/file.ts';
import type { Span } from '../manifest/tree.ts';
import { rules } from '../rules/index.ts';
import { fixesOf, isFixable, type LintOptions, lintDocument } from '../rules/lint.ts';
import type { ReportedFinding } from '../rules/report.ts';
import type { Fix, Rule } from '../rules/rule.ts';
import { redacted } from '../rules/security/redacted.ts';
import { type FixOffer, type LintReport, type LocatedFinding, sortFindings, summarize } from './report.ts';
import type { LintedFile } from './workspace.ts';

export interface ReportOptions {
  /** Fixes applied before, for the sum. */
  fixed: number;
  /** Work out the edits of each fix: slow, and only some formats show them. */
  withFixes: boolean;
  /** Default: all, with those that policies define. */
  rules?: readonly Rule[];
  /** What is known of the files already; of all rules. */
  reports?: Reports;
  /** Whether it is known, without looking into a file, that it has no findings. What it leaves undecided is not told. */
  isSilent?: ((file: LintedFile) => boolean) | undefined;
}

/** Runs the rules over files of the catalog. */
export function lintFiles(
  files: readonly LintedFile[],
  catalog: Catalog,
  environment: Environment | undefined,
  { fixed, withFixes, rules: chosen, reports, isSilent }: ReportOptions,
): LintReport {
  const names = new Map(files.map(({ uri, file }) => [uri, file]));
  const findings: LocatedFinding[] = [];
  const undecided: LintReport['undecided'] = [];
  for (const linted of files) {
    if (isSilent?.(linted)) continue;
    const documents = documentsOf(linted, catalog.workspace.file(linted.uri), catalog, environment);
    for (const [placed, common] of documents) {
      const lint = chosen ? { ...common, rules: chosen } : common;
      const report = reports?.of(lint.at, lint.document, environment) ?? lintDocument(lint);
      const fixable =
        reports?.fixable(lint.at, lint.document, environment) ??
        report.findings.map((finding) => isFixable(finding, lint));
      for (const rule of report.undecided.filter(couldFail)) {
        undecided.push({ file: linted.file, name: lint.document.name, rule });
      }
      for (const [i, finding] of report.findings.entries()) {
        const fixes = withFixes ? fixesOf(finding, lint).filter(({ command }) => !command) : [];
        findings.push({
          ...locate(finding, linted.file, placed, fixable[i] === true),
          ...(fixes.length ? { fixes: fixes.map((fix) => offer(fix, catalog, names)) } : {}),
        });
      }
    }
  }
  const summary = summarize(findings, fixed);
  return { files: files.length, findings: sortFindings(findings), undecided, summary };
}

/** What merely informs holds up no gate, decided or not. */
function couldFail(id: string): boolean {
  return rules.find((rule) => rule.id === id)?.severity !== 'info';
}

/** The documents of a state of a file, each with what linting it takes. */
export function* documentsOf(
  { uri }: LintedFile,
  file: ManifestFile | undefined,
  catalog: Catalog,
  environment: Environment | undefined,
): Generator<[PlacedDocument, LintOptions]> {
  for (const [index, placed] of file?.documents.entries() ?? []) {
    yield [placed, { document: placed.document, at: { uri, index }, facts: catalog, environment }];
  }
}

function locate(
  finding: ReportedFinding,
  file: string,
  placed: PlacedDocument,
  fixable: boolean,
): LocatedFinding {
  const { rule, severity, message, suppressed } = finding;
  return {
    file,
    rule,
    severity,
    message,
    ...placeOf(placed, finding),
    fixable,
    suppressed: suppressed === undefined ? null : redacted(suppressed),
  };
}

function offer({ title, edits }: Fix, catalog: Catalog, names: ReadonlyMap<string, string>): FixOffer {
  const changes = edits.flatMap(({ at, edits: own }) => {
    const placed = catalog.workspace.file(at.uri)?.documents[at.index];
    if (!placed) return [];
    const replacements = own.map((edit) => ({ ...placeOf(placed, edit), newText: edit.newText }));
    return [{ file: names.get(at.uri) ?? at.uri, replacements }];
  });
  return { title, changes };
}

function placeOf(placed: PlacedDocument, span: Span): Pick<LocatedFinding, 'start' | 'end'> {
  const { start, end } = rangeOf(placed, span);
  return {
    start: { line: start.line + 1, column: start.character + 1 },
    end: { line: end.line + 1, column: end.character + 1 },
  };
}
