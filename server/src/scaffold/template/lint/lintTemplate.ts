import type { Template } from '../template.ts';
import { checkGlobs } from './checkGlobs.ts';
import { checkParameters } from './checkParameters.ts';
import { checkReferences } from './checkReferences.ts';
import { checkTrials, type TrialOptions } from './checkTrials.ts';
import { checkUnused } from './checkUnused.ts';
import type { TemplateFinding, TemplateFolder } from './finding.ts';
import { referencesIn } from './references.ts';
import { atField, subjectOf } from './subject.ts';

export type { TemplateFinding, TemplateFolder, TemplateRule } from './finding.ts';

export interface LintTemplateOptions extends TrialOptions {
  /** Completes templates of Backstage, which have no manifest of a service. */
  serviceManifest?: Template | undefined;
}

/**
 * Looks for what is wrong with a template, in steps that are each short (`inSlices`, `atOnce`): what its texts name, then
 * what comes out for many answers. Runs nothing of it, writes nothing.
 *
 * @param chain the template's own folder, then what it extends, then what that does
 * @returns what was found, in no order
 */
export function* lintTemplate(
  chain: readonly TemplateFolder[],
  options: LintTemplateOptions,
): Generator<undefined, TemplateFinding[]> {
  const subject = subjectOf(chain, options.serviceManifest);
  if (Array.isArray(subject)) return subject;
  const references = yield* referencesIn(subject);
  const findings = [
    ...references.faults,
    ...checkReferences(subject, references),
    ...checkUnused(subject, references),
    ...checkParameters(subject),
    ...checkGlobs(subject),
    ...subject.template.leftOut.map((what) =>
      atField(subject, [], { rule: 'template/left-out', severity: 'info', message: `Left out: ${what}.` }),
    ),
  ];
  // What is wrong whatever is answered would be found once more with every answer.
  if (!findings.some(({ severity }) => severity === 'error'))
    for (const found of checkTrials(subject, options)) {
      findings.push(...found);
      yield;
    }
  return once(findings);
}

/** A partial or a text of a base is looked through wherever it is rendered. */
function once(findings: readonly TemplateFinding[]): TemplateFinding[] {
  const byPlace = new Map(
    findings.map((finding) => [
      JSON.stringify([finding.folder, finding.path, finding.range.start, finding.rule, finding.message]),
      finding,
    ]),
  );
  return [...byPlace.values()];
}
