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

export interface LintOptions {
  document: ManifestDocument;
  at: DocumentRef;
  facts: CatalogFacts;
  /** For documents of kinds that state no environment: the one switched to, or `--env`. */
  environment?: Environment | undefined;
  /** Default: all, with those that policies define. */
  rules?: readonly Rule[];
}

/** Runs the rules over one document. Pure: the same document and facts give the same report. */
export function lintDocument(options: LintOptions): Report {
  const { document, facts, rules = allRules(facts) } = options;
  const context = contextOf(options);
  const findings: ReportedFinding[] = [];
  const undecided: string[] = [];
  const ran = new Set<string>();
  const settings = new Map<string, SeveritySetting>();
  for (const rule of rules) {
    const severity = severityOf(rule, document, context.environment, facts);
    settings.set(rule.id, severity);
    if (severity === 'off') continue;
    if (rule.needsCatalog && !facts.isComplete) {
      undecided.push(rule.id);
      continue;
    }
    const asked = watchUnknown(facts);
    for (const finding of rule.check({ ...context, facts: asked.facts })) {
      findings.push({ ...finding, rule: rule.id, severity: finding.severity ?? severity });
    }
    // What half a workspace does not bring to light, its other half may.
    if (asked.unknown() || !facts.isComplete) undecided.push(rule.id);
    else ran.add(rule.id);
  }
  const used = suppress(document, findings);
  for (const { rule, ...finding } of judgeSuppressions(document.suppressions, used, ran)) {
    const severity = settings.get(rule);
    if (severity && severity !== 'off') findings.push({ ...finding, rule, severity });
  }
  return { findings: findings.sort(byPlace), undecided };
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

/** Facts that remember whether an answer was `unknown`: then the rule that asked could not decide. */
function watchUnknown(facts: CatalogFacts): { facts: CatalogFacts; unknown(): boolean } {
  let unknown = false;
  const entry: CatalogFacts['entry'] = (...query) => {
    const answer = facts.entry(...query);
    if (answer.state === 'unknown') unknown = true;
    return answer;
  };
  const known: CatalogFacts['known'] = (...query) => {
    const answer = facts.known(...query);
    if (answer.state === 'unknown') unknown = true;
    return answer;
  };
  const watched = new Proxy(facts, {
    get: (target, key: keyof CatalogFacts) => {
      if (key === 'entry') return entry;
      if (key === 'known') return known;
      if (key === 'seesAll' && !target.seesAll) unknown = true;
      const value = target[key];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { facts: watched, unknown: () => unknown };
}

/** Marks what a comment with a reason silences; says which comments did. */
function suppress(document: ManifestDocument, findings: ReportedFinding[]): Set<Suppression> {
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
