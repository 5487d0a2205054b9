import picomatch from 'picomatch';
import { type Answers, defaultFolder, scopeOf } from './answers.ts';
import { type ParameterProblem, settleParameters } from './parameters.ts';
import { judgePath, pathCollision } from './paths.ts';
import { recordTemplate } from './recordTemplate.ts';
import { type Delimiters, type Renderer, rendererOf } from './render/renderer.ts';
import { isRendered, textOf, writtenPath } from './template/readTemplate.ts';
import { type Template, TemplateError, type TemplateFile } from './template/template.ts';

/** A file that is to be written. */
export interface GeneratedFile {
  /** Relative to the workspace folder, with `/`. */
  path: string;
  bytes: Uint8Array;
  executable: boolean;
}

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
  delimiters?: Delimiters;
}

/**
 * Makes the files of a template for one set of answers. Writes nothing and runs nothing.
 *
 * @throws {TemplateError} where the template is wrong, or would write out of its place
 */
export function generate(template: Template, answers: Answers, options: GenerateOptions): Generated {
  const { year, folder = defaultFolder(template.spec.creates, answers), delimiters } = options;
  const rendererFor = (parameters: Record<string, unknown>) =>
    rendererOf(scopeOf(template, answers, parameters, folder, year), template.partials, delimiters);
  const { parameters, problems } = settleParameters(template, answers.parameters, rendererFor);
  if (problems.length > 0) return { files: [], folder, problems };
  const renderer = rendererFor(parameters);
  const files = [...template.files.values()]
    .filter(({ path }) => isWritten(template, path, renderer))
    .map((file) => rendered(file, folder, renderer))
    .filter((file) => file !== undefined);
  const collision = pathCollision(files.map(({ path }) => path));
  if (collision) throw new TemplateError(collision);
  const manifest = manifestPath(template, folder, renderer);
  const { name, spec } = template;
  const result: Generated = {
    files: files.map((file) =>
      file.path === manifest ? recorded(file, { name, version: spec.version, answers: parameters }) : file,
    ),
    folder,
    problems: [],
  };
  if (manifest !== undefined && files.some(({ path }) => path === manifest)) result.manifest = manifest;
  if (spec.next !== undefined) result.next = renderer.text(spec.next, 'template.heady.yaml');
  return result;
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
    .every(({ if: condition }) => renderer.condition(condition, 'template.heady.yaml'));
}

/** The file with its place in the workspace folder; undefined where a part of its path came out empty. */
function rendered(file: TemplateFile, folder: string, renderer: Renderer): GeneratedFile | undefined {
  const path = placeOf(file.path, folder, renderer);
  if (path === undefined) return undefined;
  const bytes = isRendered(file.path)
    ? new TextEncoder().encode(renderer.text(textOf(file), file.path))
    : file.bytes;
  return { path, bytes, executable: file.executable };
}

/** @throws {TemplateError} where it would be out of the workspace folder, or is no path everywhere */
function placeOf(source: string, folder: string, renderer: Renderer): string | undefined {
  const [root, ...rest] = writtenPath(source).split('/');
  const segments = rest.map((segment) => renderer.text(segment, source).trim());
  if (segments.some((segment) => segment === '')) return undefined;
  const separator = segments.find((segment) => /[/\\]/.test(segment));
  if (separator !== undefined)
    throw new TemplateError(`"${separator}" is to be one part of a path, but has a separator in it`, source);
  const path = [...(root === 'files' && folder !== '' ? folder.split('/') : []), ...segments].join('/');
  const fault = judgePath(path);
  if (fault) throw new TemplateError(`${fault}: "${path}"`, source);
  return path;
}

function manifestPath({ spec }: Template, folder: string, renderer: Renderer): string | undefined {
  return spec.manifest === undefined ? undefined : placeOf(spec.manifest, folder, renderer);
}

function recorded(file: GeneratedFile, record: Parameters<typeof recordTemplate>[1]): GeneratedFile {
  const text = recordTemplate(new TextDecoder().decode(file.bytes), record);
  return { ...file, bytes: new TextEncoder().encode(text) };
}
