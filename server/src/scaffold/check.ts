import { parseManifest } from '../manifest/parse.ts';
import type { Path } from '../manifest/tree.ts';
import type { ScaffoldAnswers, ScaffoldField, ScaffoldProblem } from '../protocol.ts';
import type { CatalogFacts, DocumentRef } from '../rules/facts.ts';
import { lintDocument } from '../rules/lint.ts';
import type { ReportedFinding } from '../rules/report.ts';
import { serviceManifest } from './serviceManifest.ts';

/** Registering comes after writing: until then every new prod service lacks its entry. */
const LATER = ['catalog/prod-entry'];

/** Well-formed answers that stand for those still to come. */
const STAND_INS: ScaffoldAnswers = {
  environment: 'dev',
  vertical: 'vertical',
  service: 'service',
  owner: 'team',
  sensitivity: 'internal',
};

const FIELDS: [ScaffoldField, Path][] = [
  ['owner', ['metadata', 'tags', 'Owner']],
  ['vertical', ['metadata', 'tags', 'Vertical']],
  ['sensitivity', ['metadata', 'tags', 'DataSensitivity']],
  ['environment', ['spec', 'environment']],
  ['description', ['metadata', 'description']],
];

/**
 * Runs the rules of the editor over the manifest that the answers so far would give.
 *
 * @param at where it would be written
 * @returns problems of the fields answered, by the field that can mend them; of the others nothing is said
 */
export function checkAnswers(
  answers: Partial<ScaffoldAnswers>,
  facts: CatalogFacts,
  at: DocumentRef,
): ScaffoldProblem[] {
  const complete = { ...STAND_INS, ...answers };
  const document = parseManifest(serviceManifest(complete)).documents[0]?.document;
  if (!document) return [];
  const { findings } = lintDocument({ document, at, facts });
  return findings
    .filter(({ rule }) => !LATER.includes(rule))
    .map((finding) => ({
      field: fieldOf(finding, answers, (path) => document.place(path)),
      rule: finding.rule,
      severity: finding.severity,
      message: finding.message,
    }))
    .filter(({ field }) => answers[field] !== undefined);
}

function fieldOf(
  { rule, start, data }: ReportedFinding,
  answers: Partial<ScaffoldAnswers>,
  place: (path: Path) => { start: number; end: number },
): ScaffoldField {
  if (rule === 'catalog/prod-owner') return 'owner';
  if (rule === 'tags/required') return ownTag(data) ?? 'owner';
  const field = FIELDS.find(([, path]) => place(path).start === start)?.[0];
  if (field) return field;
  // The name is made of three answers; the vertical is at fault where it is no segment by itself.
  const soundVertical = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(answers.vertical ?? STAND_INS.vertical);
  return soundVertical ? 'service' : 'vertical';
}

function ownTag(data: unknown): ScaffoldField | undefined {
  const tags: Record<string, ScaffoldField> = {
    Owner: 'owner',
    Vertical: 'vertical',
    DataSensitivity: 'sensitivity',
  };
  const tag = (data as { tag?: string } | undefined)?.tag;
  return tag === undefined ? undefined : tags[tag];
}
