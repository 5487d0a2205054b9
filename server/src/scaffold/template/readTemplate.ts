import type { Template as TemplateManifest } from '../../../../generated/kinds.js';
import { Template as validate } from '../../../../generated/validators.js';
import { parseManifest } from '../../manifest/parse.ts';
import { judgePath, pathCollision } from '../paths.ts';
import { LIQUID } from '../render/dialects.ts';
import { type Parameter, type Step, type Template, TemplateError, type TemplateFile } from './template.ts';

export const TEMPLATE_MANIFEST = 'template.heady.yaml';

/** What a template may hold at most: more is no skeleton but an archive. */
export const MAX_TEMPLATE_FILES = 500;
export const MAX_TEMPLATE_BYTES = 5_000_000;

const SUFFIX = '.liquid';

/**
 * Reads a template from its files.
 *
 * @param files all files below its folder
 * @param base the template that this one says it extends, where there is one
 * @throws {TemplateError} in words for its author
 */
export function readTemplate(files: readonly TemplateFile[], base?: Template): Template {
  limit(files);
  const { metadata, spec } = readTemplateManifest(files);
  if (spec.extends !== undefined && base === undefined)
    throw new TemplateError(`it extends "${spec.extends}", which is not beside it`, TEMPLATE_MANIFEST);
  const own = new Map<string, TemplateFile>();
  const partials: Record<string, string> = { ...base?.partials };
  for (const file of files) {
    if (file.path.startsWith('partials/')) partials[partialName(file.path)] = textOf(file);
    else if (/^(files|repository)\//.test(file.path)) own.set(file.path, file);
  }
  for (const path of own.keys()) {
    const fault = judgePath(path);
    if (fault) throw new TemplateError(fault, path);
  }
  const collision = pathCollision([...own.keys()]);
  if (collision) throw new TemplateError(collision);
  return {
    name: metadata.name,
    title: metadata.title ?? metadata.name,
    description: metadata.description ?? '',
    spec: { ...inherited(base), ...spec, files: [...(base?.spec.files ?? []), ...(spec.files ?? [])] },
    parameters: new Map<string, Parameter>([
      ...(base?.parameters ?? []),
      ...Object.entries(spec.parameters?.properties ?? {}),
    ]),
    files: merged(base, own),
    partials,
    steps: STEPS,
    leftOut: [],
  };
}

/** What is under `files/` goes into the project, what is under `repository/` beside it. */
const STEPS: readonly Step[] = [
  { from: 'files', into: 'project', to: '', treat: treatBySuffix, dialect: LIQUID },
  { from: 'repository', into: 'workspace', to: '', treat: treatBySuffix, dialect: LIQUID },
];

function treatBySuffix(path: string) {
  return { rendered: path.endsWith(SUFFIX), path: writtenPath(path) };
}

function limit(files: readonly TemplateFile[]): void {
  if (files.length > MAX_TEMPLATE_FILES)
    throw new TemplateError(`it has ${files.length} files; ${MAX_TEMPLATE_FILES} are the most`);
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (size > MAX_TEMPLATE_BYTES)
    throw new TemplateError(`its files have ${size} bytes; ${MAX_TEMPLATE_BYTES} are the most`);
}

/**
 * What a template says of itself.
 *
 * @throws {TemplateError} where it has no manifest, or one that does not fit its schema
 */
export function readTemplateManifest(files: readonly TemplateFile[]): TemplateManifest {
  const file = files.find(({ path }) => path === TEMPLATE_MANIFEST);
  if (!file) throw new TemplateError(`there is no ${TEMPLATE_MANIFEST}`);
  const document = parseManifest(textOf(file)).documents[0]?.document;
  const [problem] = [...(document?.syntaxProblems ?? []), ...(document?.schemaProblems ?? [])];
  if (!document || problem) throw new TemplateError(problem?.message ?? 'it is empty', TEMPLATE_MANIFEST);
  if (!validate(document.value)) throw new TemplateError('it is no template', TEMPLATE_MANIFEST);
  return document.value as unknown as TemplateManifest;
}

/** What a template takes over from its base where it says nothing itself. */
function inherited(base: Template | undefined) {
  const { manifest, next, secrets } = base?.spec ?? {};
  return {
    ...(manifest !== undefined && { manifest }),
    ...(next !== undefined && { next }),
    ...(secrets && { secrets }),
  };
}

/** A file of the template's own takes the place of the base's that is written to the same path. */
function merged(base: Template | undefined, own: Map<string, TemplateFile>): Map<string, TemplateFile> {
  const written = new Set([...own.keys()].map(writtenPath));
  const kept = [...(base?.files ?? [])].filter(([path]) => !written.has(writtenPath(path)));
  return new Map([...kept, ...own].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The path without the suffix that says it is rendered. */
export function writtenPath(path: string): string {
  return path.endsWith(SUFFIX) ? path.slice(0, -SUFFIX.length) : path;
}

function partialName(path: string): string {
  return writtenPath(path.slice('partials/'.length));
}

/** @throws {TemplateError} where it is no text */
export function textOf({ path, bytes }: TemplateFile): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const isCopyable = path.endsWith(SUFFIX);
    throw new TemplateError(
      isCopyable
        ? 'it is rendered, so it must be UTF-8 text; without ".liquid" it is copied'
        : 'it is not UTF-8 text',
      path,
    );
  }
}
