import type { Path } from '../../../manifest/tree.ts';
import { judgeParameter } from '../../parameters.ts';
import type { Parameter } from '../template.ts';
import type { TemplateFinding } from './finding.ts';
import { atField, type Subject } from './subject.ts';

/** A back reference keeps V8 from bounding how long matching takes (`linearRegex.ts`). */
const BACK_REFERENCE = /(?<!\\)(?:\\\\)*\\(?:[1-9]|k<)/;

/** Whether the template's own questions make sense: defaults, examples, descriptions of values, patterns. */
export function checkParameters(subject: Subject): TemplateFinding[] {
  const placed = subject.manifests.get(subject.own.name);
  const own = Object.keys(placed?.document.stated(['spec', 'parameters', 'properties']) ?? {});
  const required = subject.template.spec.parameters?.required ?? [];
  const lost = required
    .filter((name) => !subject.template.parameters.has(name))
    .map((name) =>
      atField(subject, ['spec', 'parameters', 'required', required.indexOf(name)], {
        rule: 'template/parameter',
        severity: 'error',
        message: `There is no parameter "${name}" that could be required. Ask for it in properties.`,
      }),
    );
  return [
    ...(subject.isBackstage ? [] : lost),
    ...own.flatMap((name) => {
      const parameter = subject.template.parameters.get(name);
      return parameter ? checkParameter(subject, name, parameter) : [];
    }),
  ];
}

function checkParameter(subject: Subject, name: string, parameter: Parameter): TemplateFinding[] {
  const path: Path = ['spec', 'parameters', 'properties', name];
  const at = (field: Path, rule: TemplateFinding['rule'], message: string) =>
    atField(subject, [...path, ...field], { rule, severity: 'error', message });
  const findings: TemplateFinding[] = [];
  const { default: preset, examples = [], enum: values, enumDescriptions, pattern, items } = parameter;
  const misfit = preset === undefined ? undefined : judgeParameter(parameter, preset);
  if (misfit !== undefined)
    findings.push(at(['default'], 'template/parameter', `The default does not fit. ${misfit}`));
  for (const [index, example] of examples.entries()) {
    const fault = judgeParameter(parameter, example, true);
    if (fault !== undefined)
      findings.push(at(['examples', index], 'template/parameter', `The example does not fit. ${fault}`));
  }
  const count = (values ?? items?.enum ?? []).length;
  if (enumDescriptions && enumDescriptions.length !== count) {
    const message = `There are ${enumDescriptions.length} descriptions for ${count} values. Give each value one.`;
    findings.push(at(['enumDescriptions'], 'template/parameter', message));
  }
  if (pattern !== undefined)
    findings.push(...judgePattern(pattern).map((fault) => at(['pattern'], 'template/pattern', fault)));
  if (items?.pattern !== undefined)
    findings.push(
      ...judgePattern(items.pattern).map((fault) => at(['items', 'pattern'], 'template/pattern', fault)),
    );
  return findings;
}

function judgePattern(pattern: string): string[] {
  try {
    new RegExp(pattern);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/^Invalid regular expression: /, '') : '';
    return [`This is no regular expression: ${reason}.`];
  }
  return BACK_REFERENCE.test(pattern)
    ? ['Back references may take for ever to match. Write what they repeat a second time.']
    : [];
}
