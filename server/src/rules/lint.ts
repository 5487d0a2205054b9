import type { Environment, ManifestDocument, Suppression } from '../manifest/document.ts';
import { environmentOf } from '../manifest/environment.ts';
import { lineAt } from '../manifest/lines.ts';
import type { CatalogFacts, DocumentRef } from './facts.ts';
import { rules as builtIn } from './index.ts';
import type { SeveritySetting } from './levels.ts';
import { customRules } from './policy/customRules.ts';
import type { Report, ReportedFinding } from './report.ts';
import type { Finding, Fix, Rule, RuleContext } from './rule.ts';
import { severityOf } from './severity.ts';
import { isSound } from './soundFix.ts';
import { judgeSuppressions } from './suppression/judge.ts';
import { WatchedFacts } from './watchedFacts.ts';

export interface LintOptions {
  document: ManifestDocument;
  at: DocumentRef;
  facts: CatalogFacts;
  /** For documents of kinds that state no environment: the one switched to, or `--env`. */
  environment?: Environment | undefined;
  /** Default: all, with those that policies define. */
  rules?: readonly Rule[];
  /**
   * What was found in the very same document and environment under the same policies and verticals, when other facts
   * were different: only the rules that asked for facts run again.
   */
  earlier?: Report | undefined;
}

/** Runs the rules over one document. Pure: the same document and facts give the same report. */
export function lintDocument(options: LintOptions): Report {
  const { document, facts, earlier, rules = allRules(facts) } = options;
  const watched = new WatchedFacts(facts);
  const context = { ...contextOf(options), facts: watched };
  const findings: ReportedFinding[] = [];
  const undecided: string[] = [];
  const asked: string[] = [];
  const ran = new Set<string>();
  const settings = new Map<string, SeveritySetting>();
  for (const rule of rules) {
    const severity = severityOf(rule, document, context.environment, facts);
    const isRepeated = settings.has(rule.id);
    settings.set(rule.id, severity);
    if (severity === 'off') continue;
    if (rule.needsCatalog && !facts.isComplete) {
      undecided.push(rule.id);
      asked.push(rule.id);
      continue;
    }
    watched.reset();
    if (earlier && holds(rule, earlier)) {
      // Two policies may define rules of the same id: what both found was taken over with the first.
      if (!isRepeated) findings.push(...foundBy(rule, earlier));
    } else {
      for (const finding of rule.check(context)) {
        findings.push({ ...finding, rule: rule.id, severity: finding.severity ?? severity });
      }
    }
    if (watched.wereAsked) asked.push(rule.id);
    // What half a workspace does not bring to light, its other half may.
    if (watched.wereUnknown || !facts.isComplete) undecided.push(rule.id);
    else ran.add(rule.id);
  }
  const used = suppress(document, findings);
  for (const { rule, ...finding } of judgeSuppressions(document.suppressions, used, ran)) {
    const severity = settings.get(rule);
    if (severity && severity !== 'off') findings.push({ ...finding, rule, severity });
  }
  return {
    findings: findings.length ? findings.sort(byPlace) : NOTHING,
    undecided: shared(undecided),
    asked: shared(asked),
  };
}

/** Whether a rule would find what it found then. What comments are for is told below, by what all rules find. */
function holds({ id }: Rule, { asked }: Report): boolean {
  return !asked.includes(id) && !id.startsWith('suppression/');
}

/** The findings of a rule, not silenced yet. */
function foundBy(rule: Rule, { findings }: Report): ReportedFinding[] {
  return findings.filter((finding) => finding.rule === rule.id).map(({ suppressed, ...finding }) => finding);
}

const NOTHING: readonly ReportedFinding[] = [];

const lists = new Map<string, readonly string[]>();

/** One list for all documents of which it is true: most documents of a kind have the same one. */
function shared(ids: readonly string[]): readonly string[] {
  const key = ids.join();
  const list = lists.get(key) ?? ids;
  lists.set(key, list);
  return list;
}

/** The quick fixes of a reported finding, the preferred one first. Those that would do harm are left out. */
export function fixesOf(finding: ReportedFinding, options: LintOptions): Fix[] {
  const rules = options.rules ?? allRules(options.facts);
  const rule = rules.find(({ id }) => id === finding.rule);
  if (!rule?.fixes) return [];
  const context = contextOf(options);
  // What the catalog knows of the outcome is another step's matter.
  const tried = rules.filter((each) => !each.needsCatalog || each === rule);
  const count = (document: ManifestDocument) => countByRule({ ...options, document, rules: tried });
  return rule
    .fixes(finding, context)
    .filter((fix) => isSound(fix, rule, context, count))
    .sort((a, b) => Number(b.isPreferred) - Number(a.isPreferred));
}

/**
 * The preferred fix of every finding that no comment silences: what "fix all" and `--fix` apply.
 *
 * @param rule only findings of this rule; default: of all
 */
export function preferredFixes(options: LintOptions, rule?: string): Fix[] {
  const open = lintDocument(options).findings.filter(
    (finding) => finding.suppressed === undefined && (rule === undefined || finding.rule === rule),
  );
  return open.flatMap((finding) => fixesOf(finding, options).filter(({ isPreferred }) => isPreferred));
}

/** Whether the rule of a finding knows a fix for it; cheap, as the fix is not tried. */
export function isFixable(finding: ReportedFinding, options: LintOptions): boolean {
  const rule = (options.rules ?? builtIn).find(({ id }) => id === finding.rule);
  return (rule?.fixes?.(finding, contextOf(options)).length ?? 0) > 0;
}

function allRules(facts: CatalogFacts): readonly Rule[] {
  return [...builtIn, ...customRules(facts)];
}

/** How many findings of each rule a document has. */
function countByRule(options: LintOptions): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of lintDocument(options).findings) {
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return counts;
}

function contextOf({ document, at, facts, environment }: LintOptions): RuleContext {
  return { document, at, facts, environment: environmentOf(document, environment) };
}

/** Marks what a comment with a reason silences; says which comments did. */
export function suppress(document: ManifestDocument, findings: ReportedFinding[]): Set<Suppression> {
  const used = new Set<Suppression>();
  if (document.suppressions.length === 0) return used;
  const byLine = new Map<number, ReportedFinding[]>();
  for (const finding of findings) {
    const places = [finding.start, finding.commentAt ?? finding.start];
    for (const line of new Set(places.map((place) => lineAt(document.lineStarts, place)))) {
      const here = byLine.get(line);
      if (here) here.push(finding);
      else byLine.set(line, [finding]);
    }
  }
  for (const suppression of document.suppressions) {
    if (suppression.reason === '' || suppression.coversLine === undefined) continue;
    for (const finding of byLine.get(suppression.coversLine) ?? []) {
      if (finding.rule !== suppression.rule) continue;
      finding.suppressed = suppression.reason;
      used.add(suppression);
    }
  }
  return used;
}

function byPlace(a: Finding & { rule: string }, b: Finding & { rule: string }): number {
  return a.start - b.start || a.end - b.end || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}
