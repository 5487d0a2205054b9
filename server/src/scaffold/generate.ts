import { type Answers, defaultFolder, scopeOf } from './answers.ts';
import { type ParameterProblem, type SettledParameters, settleParameters } from './parameters.ts';
import { pathCollision } from './paths.ts';
import { recordTemplate } from './recordTemplate.ts';
import { Budget } from './render/budget.ts';
import { LIQUID } from './render/dialects.ts';
import { type Renderer, rendererOf } from './render/renderer.ts';
import { type GeneratedFile, placeOf, takeStep } from './takeStep.ts';
import { TEMPLATE_MANIFEST } from './template/readTemplate.ts';
import { type Template, TemplateError } from './template/template.ts';

export type { GeneratedFile };

export interface Generated {
  files: GeneratedFile[];
  /** Where the project lies, relative to the workspace folder; '' is the workspace folder itself. */
  folder: string;
  /** Path of the entry's own manifest, where the template names one. */
  manifest?: string;
  /** Markdown: what to do next. */
  next?: string;
  /** Parameters that do not fit; then there are no files. */
  problems: ParameterProblem[];
}

export interface GenerateOptions {
  /** Another folder than the kind's own, relative to the workspace folder. */
  folder?: string | undefined;
  /** For licences. */
  year: number;
}

/** What a template asks after these answers, and which of them do not fit. */
export function settleAnswers(
  template: Template,
  answers: Answers,
  options: GenerateOptions,
): SettledParameters {
  const { rendererFor } = scopesFor(template, answers, options);
  return settleParameters(template, answers.parameters, rendererFor);
}

/**
 * Makes the files of a template for one set of answers. Writes nothing and runs nothing.
 *
 * @throws {TemplateError} where the template is wrong, or would write out of its place
 */
export function generate(template: Template, answers: Answers, options: GenerateOptions): Generated {
  const { folder, scopeFor, rendererFor } = scopesFor(template, answers, options);
  const { parameters, problems } = settleParameters(template, answers.parameters, rendererFor);
  if (problems.length > 0) return { files: [], folder, problems };
  const renderer = rendererFor(parameters);
  const scope = scopeFor(parameters);
  const written = template.steps.flatMap((step) => takeStep(template, step, scope, folder, renderer));
  const collision = pathCollision(written.map(({ path }) => path));
  if (collision) throw new TemplateError(collision);
  const { name, spec } = template;
  const manifest = manifestPath(template, folder, renderer);
  const record = { name, version: spec.version, answers: parameters };
  const result: Generated = {
    files: written.map((file) => (file.path === manifest ? recorded(file, record) : file)),
    folder,
    problems: [],
  };
  if (manifest !== undefined && written.some(({ path }) => path === manifest)) result.manifest = manifest;
  if (spec.next !== undefined) result.next = renderer.text(spec.next, TEMPLATE_MANIFEST);
  return result;
}

/** What texts may name, and who renders them, once the template's own questions are answered. */
function scopesFor(template: Template, answers: Answers, options: GenerateOptions) {
  const { year, folder = defaultFolder(template.spec.creates, answers) } = options;
  const scopeFor = (parameters: Record<string, unknown>) =>
    scopeOf(template, answers, parameters, folder, year);
  const budget = new Budget();
  const rendererFor = (parameters: Record<string, unknown>) =>
    rendererOf(scopeFor(parameters), template.partials, LIQUID, budget);
  return { folder, scopeFor, rendererFor };
}

function manifestPath({ spec }: Template, folder: string, renderer: Renderer): string | undefined {
  if (spec.manifest === undefined) return undefined;
  const [root, ...rest] = spec.manifest.split('/');
  return placeOf(rest.join('/'), root === 'files' ? folder : '', renderer, TEMPLATE_MANIFEST);
}

function recorded(file: GeneratedFile, record: Parameters<typeof recordTemplate>[1]): GeneratedFile {
  const text = recordTemplate(new TextDecoder().decode(file.bytes), record);
  return { ...file, bytes: new TextEncoder().encode(text) };
}
