import type { TemplateInfo, TemplateParameter } from '../../protocol/scaffold.ts';
import { QUESTIONS } from '../../scaffold/answers.ts';
import { defaultOf } from '../../scaffold/parameters.ts';
import type { Parameter, Template } from '../../scaffold/template/template.ts';

/** What the editor is told of a template. */
export function templateInfo(
  source: string,
  { name, title, description, spec, parameters, leftOut }: Template,
): TemplateInfo {
  const required = spec.parameters?.required ?? [];
  return {
    source,
    name,
    title,
    description,
    version: spec.version,
    creates: spec.creates,
    technologies: spec.technologies ?? [],
    questions: QUESTIONS[spec.creates],
    parameters: [...parameters].map(([key, parameter]) =>
      parameterInfo(key, parameter, required.includes(key)),
    ),
    secrets: spec.secrets ?? [],
    leftOut,
  };
}

function parameterInfo(name: string, parameter: Parameter, required: boolean): TemplateParameter {
  const { type, title, description, examples, enum: values, enumDescriptions, items } = parameter;
  return {
    name,
    type,
    required,
    default: required && parameter.default === undefined && !values ? undefined : defaultOf(parameter),
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(examples && { examples }),
    ...(parameter['x-known'] && { known: parameter['x-known'] }),
    ...(values && { enum: values }),
    ...(enumDescriptions && { enumDescriptions }),
    ...(items?.enum && { itemsEnum: items.enum }),
  };
}
