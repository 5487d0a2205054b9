import picomatch from 'picomatch';
import { parseManifest } from '../../manifest/parse.ts';
import { kebab } from '../render/words.ts';
import { textOf } from '../template/readTemplate.ts';
import { type Step, type Template, TemplateError, type TemplateFile } from '../template/template.ts';
import { isJson, readParameters } from './backstageParameters.ts';
import { digestOf } from './digest.ts';
import { NUNJUCKS } from './nunjucks.ts';

export const BACKSTAGE_MANIFEST = 'template.yaml';

type Json = Readonly<Record<string, unknown>>;

/** Suffixes of files that are no text, whatever a template says. */
const BINARY =
  /\.(png|jpe?g|gif|ico|webp|avif|woff2?|ttf|otf|eot|jar|zip|gz|tgz|pdf|mp[34]|class|exe|dll|so)$/i;

/**
 * A software template of Backstage (`scaffolder.backstage.io/v1beta3`): its parameters, and its steps `fetch:template` and
 * `fetch:plain` with `if` and `each`. Of the others nothing is run; `leftOut` says which.
 *
 * @param base a template of Heady whose files come first: the service's manifest, which Backstage has none of
 * @throws {TemplateError} in words for its author
 * @see https://backstage.io/docs/features/software-templates/writing-templates
 */
export function readBackstage(files: readonly TemplateFile[], base: Template): Template {
  const manifest = readManifest(files);
  const metadata = isJson(manifest.metadata) ? manifest.metadata : {};
  const spec = isJson(manifest.spec) ? manifest.spec : {};
  const { aliases, parameters, required, leftOut } = readParameters(spec.parameters);
  const steps: Step[] = [];
  for (const [index, step] of (Array.isArray(spec.steps) ? spec.steps : []).entries()) {
    const known = isJson(step) ? readStep(step, files, leftOut) : undefined;
    if (known) steps.push({ ...known, aliases });
    else if (!isJson(step)) leftOut.push(`step ${index + 1}: it is none`);
  }
  if (steps.length === 0)
    throw new TemplateError(
      'no step of it fetches files from beside it, so there is nothing to make',
      BACKSTAGE_MANIFEST,
    );
  const name = kebab(String(metadata.name ?? ''));
  if (name === '') throw new TemplateError('it has no name', BACKSTAGE_MANIFEST);
  return {
    name,
    title: String(metadata.title ?? metadata.name),
    description: String(metadata.description ?? '').trim(),
    spec: {
      ...base.spec,
      // Templates of Backstage have no version; another text is another version.
      version: `0.0.0-${digestOf(files)}`,
      creates: 'Service',
      technologies: (Array.isArray(metadata.tags) ? metadata.tags : []).map(String),
      parameters: { type: 'object', required: [...(base.spec.parameters?.required ?? []), ...required] },
    },
    parameters: new Map([...base.parameters, ...parameters]),
    partials: base.partials,
    files: new Map([
      ...base.files,
      ...files.map((file) => [`backstage/${file.path}`, file] as const).map(placed),
    ]),
    steps: [...base.steps, ...steps],
    leftOut,
  };
}

function placed([path, file]: readonly [string, TemplateFile]): [string, TemplateFile] {
  return [path, { ...file, path }];
}

function readManifest(files: readonly TemplateFile[]): Json {
  const file = files.find(({ path }) => path === BACKSTAGE_MANIFEST);
  if (!file) throw new TemplateError(`there is no ${BACKSTAGE_MANIFEST}`);
  const document = parseManifest(textOf(file)).documents[0]?.document;
  const [problem] = document?.syntaxProblems ?? [];
  if (problem) throw new TemplateError(problem.message, BACKSTAGE_MANIFEST);
  const value = document?.value;
  if (!isJson(value) || value.kind !== 'Template')
    throw new TemplateError('it is no template of Backstage', BACKSTAGE_MANIFEST);
  if (value.apiVersion !== 'scaffolder.backstage.io/v1beta3')
    throw new TemplateError(
      `its version is ${JSON.stringify(value.apiVersion)}; "scaffolder.backstage.io/v1beta3" is read here`,
      BACKSTAGE_MANIFEST,
    );
  return value;
}

/** A step that writes files; undefined, and said in `leftOut`, for any other. */
function readStep(step: Json, files: readonly TemplateFile[], leftOut: string[]): Step | undefined {
  const title = `step "${String(step.name ?? step.id ?? step.action)}"`;
  const { action } = step;
  const input = isJson(step.input) ? step.input : {};
  if (action !== 'fetch:template' && action !== 'fetch:plain') {
    leftOut.push(`${title}: ${String(action)} is not done here`);
    return undefined;
  }
  const from = localFolder(String(input.url ?? ''));
  if (from === undefined) {
    leftOut.push(
      `${title}: it fetches from ${JSON.stringify(input.url)}, which does not lie beside the template`,
    );
    return undefined;
  }
  const below = from === '' ? '' : `${from}/`;
  if (!files.some(({ path }) => path.startsWith(below)))
    throw new TemplateError(`${title} fetches "${from}", where there is no file`, BACKSTAGE_MANIFEST);
  if (input.replace === true)
    leftOut.push(`${title}: "replace" is not kept to; you decide what is overwritten`);
  return {
    from: `backstage${from === '' ? '' : `/${from}`}`,
    into: 'project',
    to: localFolder(String(input.targetPath ?? '')) ?? '',
    ...(step.if !== undefined && { if: expressionOf(step.if) }),
    ...(step.each !== undefined && { each: step.each }),
    ...(isJson(input.values) && { values: input.values }),
    treat: action === 'fetch:plain' ? (path) => ({ rendered: false, path }) : treatmentOf(input),
    dialect: NUNJUCKS,
  };
}

/** `./skeleton` -> `skeleton`; undefined for what lies elsewhere. */
function localFolder(url: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(url) || url.startsWith('/')) return undefined;
  const segments = url.split('/').filter((segment) => segment !== '' && segment !== '.');
  return segments.includes('..') ? undefined : segments.join('/');
}

/** `${{ parameters.x }}` -> `parameters.x`; a boolean as it is. */
function expressionOf(condition: unknown): string {
  return /^\s*\$\{\{([\s\S]*)\}\}\s*$/.exec(String(condition))?.[1]?.trim() ?? String(condition);
}

/** Which files are rendered, and as what they are written. */
function treatmentOf(input: Json): Step['treat'] {
  const extension = input.templateFileExtension === true ? '.njk' : input.templateFileExtension;
  const copied = [input.copyWithoutTemplating, input.copyWithoutRender].flatMap((globs) =>
    Array.isArray(globs) ? globs.map(String) : [],
  );
  const isCopied = picomatch(copied, { dot: true });
  return (path) => {
    if (typeof extension === 'string' && extension !== '') {
      const rendered = path.endsWith(extension);
      return { rendered, path: rendered ? path.slice(0, -extension.length) : path };
    }
    return { rendered: !BINARY.test(path) && !(copied.length > 0 && isCopied(path)), path };
  };
}
