import { rangeOf } from '../../../manifest/file.ts';
import { TEMPLATE_MANIFEST } from '../readTemplate.ts';
import { AT_START, type TemplateFinding } from './finding.ts';
import type { References } from './references.ts';
import type { Subject } from './subject.ts';

/** Questions whose answers change nothing, and partials that nothing renders. Of a base others may use them. */
export function checkUnused(subject: Subject, references: References): TemplateFinding[] {
  // Nor can be said what a text names that does not parse.
  if (subject.isAbstract || subject.isBackstage || references.faults.length > 0) return [];
  return [...unusedParameters(subject, references), ...unusedPartials(subject, references)];
}

function unusedParameters(
  { own, template, manifests }: Subject,
  { variables }: References,
): TemplateFinding[] {
  const placed = manifests.get(own.name);
  if (!placed) return [];
  const named = variables.filter(({ segments: [head] }) => head === 'parameters');
  // `parameters` by itself, or with a part that is not known yet, may be any of them.
  if (named.some(({ segments: [, name] }) => name === undefined)) return [];
  const used = new Set(named.map(({ segments: [, name] }) => name));
  if (template.spec.creates === 'VirtualMachine') used.add('index');
  const properties = placed.document.stated(['spec', 'parameters', 'properties']) ?? {};
  return Object.keys(properties)
    .filter((name) => !used.has(name))
    .map((name) => ({
      rule: 'template/unused',
      severity: 'warning',
      folder: own.name,
      path: TEMPLATE_MANIFEST,
      range: rangeOf(placed, placed.document.keyPlace(['spec', 'parameters', 'properties', name])),
      message: `Nothing names the answer to "${name}". Use it as {{ parameters.${name} }}, or do not ask.`,
    }));
}

function unusedPartials(
  { own, template, partialOrigin }: Subject,
  { partials }: References,
): TemplateFinding[] {
  if (partials.some(({ name }) => name === undefined)) return [];
  const used = new Set(partials.map(({ name }) => name));
  return Object.keys(template.partials)
    .filter((name) => !used.has(name))
    .flatMap((name): TemplateFinding[] => {
      const origin = partialOrigin(name);
      if (origin?.folder !== own.name) return [];
      const message = `Nothing renders this partial. Use it as {% render '${name}' %}, or remove it.`;
      return [{ rule: 'template/unused', severity: 'warning', ...origin, range: AT_START, message }];
    });
}
