import picomatch from 'picomatch';
import { judgeTemplatePath } from './paths.ts';
import type { Renderer, Scope } from './render/renderer.ts';
import { TEMPLATE_MANIFEST, textOf, writtenPath } from './template/readTemplate.ts';
import {
  type Dialect,
  type Step,
  type Template,
  TemplateError,
  type TemplateFile,
} from './template/template.ts';

/** How often a step may be taken. */
const MAX_TURNS = 100;

/** A file that is to be written. */
export interface GeneratedFile {
  /** Relative to the workspace folder, with `/`. */
  path: string;
  bytes: Uint8Array;
  executable: boolean;
}

/**
 * The files that a step writes; none where its condition does not hold.
 *
 * @param folder the project's, relative to the workspace folder
 * @param conditions renders the conditions of `spec.files`; what the step renders comes out of its budget
 * @throws {TemplateError} where the template is wrong, or would write out of its place
 */
export function takeStep(
  template: Template,
  step: Step,
  scope: Scope,
  folder: string,
  conditions: Renderer,
): GeneratedFile[] {
  const files = [...template.files.values()].filter(
    ({ path }) => path.startsWith(`${step.from}/`) && isWritten(template, path, conditions),
  );
  const root = step.into === 'project' ? folder : '';
  return turnsOf(step, scope, conditions).flatMap((turn) => {
    const renderer = conditions.having(turn, step.dialect);
    return files.flatMap((file) => write(file, step, root, renderer) ?? []);
  });
}

/** Every condition that names the file must hold. */
function isWritten({ spec }: Template, path: string, renderer: Renderer): boolean {
  return (spec.files ?? [])
    .filter(({ paths }) =>
      paths.some(
        (glob) =>
          picomatch.isMatch(path, glob, { dot: true }) ||
          picomatch.isMatch(writtenPath(path), glob, { dot: true }),
      ),
    )
    .every(({ if: condition }) => renderer.condition(condition, TEMPLATE_MANIFEST));
}

/** The scope of each time that a step is taken. */
function turnsOf(step: Step, variables: Scope, whole: Renderer): Scope[] {
  const scope = {
    ...variables,
    parameters: { ...aliased(step, variables), ...(variables.parameters as object) },
  };
  const renderer = whole.having(scope, step.dialect);
  if (step.if !== undefined && !renderer.value(step.if, TEMPLATE_MANIFEST)) return [];
  const list = renderedValue(step.each, renderer, step.dialect);
  const turns = step.each === undefined ? [scope] : itemsOf(list).map((each) => ({ ...scope, each }));
  if (turns.length > MAX_TURNS)
    throw new TemplateError(`a step is taken for ${turns.length} items; ${MAX_TURNS} are the most`);
  return turns.map((turn) => ({
    ...turn,
    values: renderedValue(step.values ?? {}, whole.having(turn, step.dialect), step.dialect),
  }));
}

function aliased({ aliases = {} }: Step, variables: Scope): Record<string, unknown> {
  return Object.fromEntries(Object.entries(aliases).map(([name, variable]) => [name, variables[variable]]));
}

function itemsOf(list: unknown): { key: unknown; value: unknown }[] {
  if (Array.isArray(list)) return list.map((value, key) => ({ key, value }));
  if (typeof list !== 'object' || list === null)
    throw new TemplateError('a step is to be taken for each item of what is no list', TEMPLATE_MANIFEST);
  return Object.entries(list).map(([key, value]) => ({ key, value }));
}

/** Strings in a value are rendered; one that is a single expression keeps the type of what it says. */
function renderedValue(value: unknown, renderer: Renderer, { outputLeft, outputRight }: Dialect): unknown {
  if (typeof value === 'string') {
    const inner = value.slice(outputLeft.length, value.length - outputRight.length);
    const single =
      value.startsWith(outputLeft) && value.endsWith(outputRight) && !inner.includes(outputRight);
    return single ? renderer.value(inner.trim(), TEMPLATE_MANIFEST) : renderer.text(value, TEMPLATE_MANIFEST);
  }
  const dialect = { outputLeft, outputRight, greedy: false };
  if (Array.isArray(value)) return value.map((item) => renderedValue(item, renderer, dialect));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, renderedValue(item, renderer, dialect)]),
  );
}

/** The file with its place in the workspace folder; undefined where a part of its path came out empty. */
function write(
  file: TemplateFile,
  { from, to, treat, dialect: _ }: Step,
  root: string,
  renderer: Renderer,
): GeneratedFile | undefined {
  const below = file.path.slice(from.length + 1);
  const { rendered, path: name } = treat(below);
  const path = placeOf(to === '' ? name : `${to}/${name}`, root, renderer, file.path);
  if (path === undefined) return undefined;
  if (!rendered) renderer.budget.spend({ characters: file.bytes.length });
  const bytes = rendered ? new TextEncoder().encode(renderer.text(textOf(file), file.path)) : file.bytes;
  return { path, bytes, executable: file.executable };
}

/**
 * @param root folder that is not rendered: it comes from answers that were judged
 * @throws {TemplateError} where it would be out of the workspace folder, or is no path everywhere
 */
export function placeOf(path: string, root: string, renderer: Renderer, source: string): string | undefined {
  const segments = path.split('/').map((segment) => renderer.text(segment, source).trim());
  if (segments.some((segment) => segment === '')) return undefined;
  const parted = segments.find((segment) => /[/\\]/.test(segment));
  if (parted !== undefined)
    throw new TemplateError(`"${parted}" is to be one part of a path, but has a separator in it`, source);
  const whole = [...(root === '' ? [] : [root]), ...segments].join('/');
  const fault = judgeTemplatePath(whole);
  if (fault) throw new TemplateError(`${fault}: "${whole}"`, source);
  return whole;
}
