import { withoutAllowed } from '../../impact/allowed.ts';
import type { ImpactField, ImpactRule } from '../../impact/finding.ts';
import { checkRepeatedText } from '../../impact/repeated.ts';
import type { ManifestDocument } from '../../manifest/document.ts';
import { itemsOf, type Path, type Span } from '../../manifest/tree.ts';
import type { Finding, RuleContext } from '../rule.ts';
import { redactedMessage } from '../security/redacted.ts';
import { groundsOf } from './criterion.ts';
import { type Exemption, exemptionOf, saidOf } from './exemption.ts';
import { type Guidance, guidanceFor } from './knowledge.ts';
import { type ManifestText, textAt, textsOf } from './texts.ts';

/** What one of the three rules says of a place. */
export interface Judged extends Finding {
  rule: ImpactRule;
  /** Id of the data entry. */
  entry: string;
  /** Where that was published. */
  source: string;
  data: Replaceable;
}

/** What a quick fix needs to know. */
export interface Replaceable {
  field: ImpactField;
  path: Path;
  /** Part of the text as it is read. */
  part: Span;
  text: string;
  replacements: readonly string[];
}

interface Kept {
  guidance: Guidance;
  /** The day on which exemptions were judged; undefined where there are none. */
  today: string | undefined;
  findings: readonly Judged[];
}

const ofDocument = new WeakMap<ManifestDocument, Kept>();

/** What Impact Check finds in the texts and criteria of a document. Read once, for three rules. */
export function judged(context: RuleContext): readonly Judged[] {
  const { document, facts } = context;
  const guidance = guidanceFor(context);
  const kept = ofDocument.get(document);
  // Only what depends on the day asks for it, and whoever takes that over asks again: facts are watched.
  if (kept?.guidance === guidance && (kept.today === undefined || kept.today === facts.today)) {
    return kept.findings;
  }
  let asked: string | undefined;
  const today = () => {
    asked ??= facts.today;
    return asked;
  };
  const found = [...outsideCriteria(document, guidance), ...inCriteria(document, guidance, today)];
  // Messages quote the text, and are shown in reports that others read.
  const findings = found.map((finding) => ({
    ...finding,
    message: redactedMessage(finding.message, finding.data.text, finding.data.part),
  }));
  ofDocument.set(document, { guidance, today: asked, findings });
  return findings;
}

function* outsideCriteria(document: ManifestDocument, guidance: Guidance): Generator<Judged> {
  for (const text of textsOf(document)) yield* read(text, guidance);
}

function read(text: ManifestText, { knowledge, allowedAt }: Guidance): Judged[] {
  const found = checkRepeatedText(text.text, text.field, knowledge);
  if (found.length === 0) return [];
  return withoutAllowed(text.text, found, allowedAt(text.path)).map(
    ({ rule, start, end, entry, message, replacements, source }) => ({
      ...text.placeOf({ start, end }),
      commentAt: text.start,
      rule,
      entry,
      source,
      message,
      data: { field: text.field, path: text.path, part: { start, end }, text: text.text, replacements },
    }),
  );
}

const NO_EXEMPTION: Exemption = { state: 'none' };
const ELIGIBILITY = ['spec', 'eligibility'];

function* inCriteria(document: ManifestDocument, guidance: Guidance, today: () => string): Generator<Judged> {
  if (document.kind !== 'Service') return;
  for (const index of itemsOf(document.node(ELIGIBILITY)).keys()) {
    yield* inCriterion(document, [...ELIGIBILITY, index], guidance, today);
  }
}

/**
 * One criterion, in its fields and in words. What it decides by is told once, where it is stated first; an exemption
 * holds for all of it.
 */
function* inCriterion(
  document: ManifestDocument,
  criterion: Path,
  guidance: Guidance,
  today: () => string,
): Generator<Judged> {
  const isExempted = document.node([...criterion, 'exemption']) !== undefined;
  const exemption = isExempted ? exemptionOf(document, criterion, today()) : NO_EXEMPTION;
  const told = new Set<string>();
  const inFields = stated(document, criterion, guidance);
  for (const finding of [...inFields, ...inWords(document, criterion, guidance)]) {
    if (finding.rule === 'impact/exclusionary-language') {
      yield finding;
      continue;
    }
    const ground = `${finding.rule} ${finding.entry}`;
    if (told.has(ground)) continue;
    told.add(ground);
    // What is said in words comes with advice of its own.
    const isToldHow = exemption.state === 'none' && !inFields.includes(finding);
    yield {
      ...finding,
      message: isToldHow ? finding.message : finding.message + saidOf(exemption),
      ...(exemption.state === 'valid' ? { severity: 'info' } : {}),
    };
  }
}

function stated(document: ManifestDocument, criterion: Path, guidance: Guidance): Judged[] {
  return groundsOf(document, criterion).flatMap(({ rule, entry, source, path, message }) => {
    const text = textAt(document, path, 'name');
    if (!text) return [];
    const part = { start: 0, end: text.text.length };
    const finding = {
      ...document.place(path),
      commentAt: text.start,
      ...{ rule, entry, source, message },
      data: { field: text.field, path, part, text: text.text, replacements: [] },
    };
    return withoutAllowed(text.text, [{ ...part, rule }], guidance.allowedAt(path)).map(() => finding);
  });
}

/** Identifiers and values name the ground that `stated` tells: in them, and in what justifies it, only wording is judged. */
function inWords(document: ManifestDocument, criterion: Path, guidance: Guidance): Judged[] {
  const at = (field: ImpactField, ...steps: string[]) => {
    const text = textAt(document, [...criterion, ...steps], field);
    return text ? read(text, guidance) : [];
  };
  const wording = [
    ...at('name', 'attribute'),
    ...at('name', 'value'),
    ...at('description', 'exemption', 'reason'),
    ...at('description', 'exemption', 'basis'),
  ].filter(({ rule }) => rule === 'impact/exclusionary-language');
  return [...at('eligibility', 'description'), ...at('name', 'id'), ...wording];
}
