import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import { URI, Utils } from 'vscode-uri';
import { isOnDisk } from '../../catalog/workspaceLoader.ts';
import type {
  ScaffoldCheck,
  ScaffoldFile,
  ScaffoldKind,
  ScaffoldParams,
  ScaffoldPreview,
  ScaffoldProblem,
  TemplateList,
} from '../../protocol/scaffold.ts';
import { fullName } from '../../scaffold/answers.ts';
import { checkAnswers, type Plan, planFiles } from '../../scaffold/check.ts';
import type { GeneratedFile } from '../../scaffold/generate.ts';
import { judgePath } from '../../scaffold/paths.ts';
import type { Template } from '../../scaffold/template/template.ts';
import { loneManifest } from '../../scaffold/update/record.ts';
import type { ResourceReader } from '../../templates/controlPlaneSource.ts';
import { templateSources } from '../../templates/sources.ts';
import { TemplateLibrary } from '../../templates/templateLibrary.ts';
import { portableSource } from '../../templates/update/portableSource.ts';
import type { ControlPlanes } from '../controlPlanes.ts';
import type { Session } from '../session.ts';
import { isText } from './bytes.ts';
import { obstacleTo, standingOf } from './target.ts';
import { templateInfo } from './templateInfo.ts';

export interface ScaffoldParts {
  session: Session;
  controlPlanes: ControlPlanes;
}

/** Makes plans of templates and answers for one editor; writes nothing. */
export class Scaffolder {
  readonly #session: Session;
  readonly library: TemplateLibrary;

  constructor({ session, controlPlanes }: ScaffoldParts) {
    this.#session = session;
    const { cachePath, trusted } = session.options;
    const cache = join(cachePath ?? tmpdir(), 'heady-templates');
    const sources = () =>
      templateSources({
        roots: session.project.folders.filter(isOnDisk).map((folder) => URI.parse(folder).fsPath),
        sources: session.settings.templates.sources,
        controlPlane: organisationOf(controlPlanes),
        cache,
      });
    this.library = new TemplateLibrary(sources, trusted !== false);
  }

  /** What can be chosen of all sources, and what cannot and why. */
  async templates(): Promise<TemplateList> {
    const contents = await this.library.list();
    return {
      sources: contents.map(({ source: { id, title }, bad, withheld }) => ({
        id,
        title,
        bad,
        ...(withheld !== undefined && { withheld }),
      })),
      templates: contents.flatMap(({ source, templates }) =>
        templates
          .filter(({ spec }) => spec.abstract !== true)
          .map((template) => templateInfo(source.id, template)),
      ),
    };
  }

  async check(params: ScaffoldParams): Promise<ScaffoldCheck> {
    return checkAnswers(await this.#plan(params));
  }

  /** All files with what lies at their places, and all that is wrong with them. */
  async preview(params: ScaffoldParams): Promise<ScaffoldPreview> {
    const plan = await this.#plan(params);
    const { generated, problems } = planFiles(plan);
    const standing = await Promise.all(
      (generated?.files ?? []).map((file) => this.#standing(file, plan.uriOf(file.path))),
    );
    const lone = loneManifest(standing.map(({ relativePath }) => relativePath));
    const isOther = standing.some(
      ({ relativePath, state }) => relativePath === lone && state === 'different',
    );
    const files = isOther ? standing.filter(({ relativePath }) => relativePath === lone) : standing;
    const { manifest, next } = generated ?? {};
    return {
      name: fullName(params.kind, { name: '', parameters: {}, ...params.answers }),
      within: generated?.folder ?? params.within ?? '',
      files,
      problems: [...problems, ...(await obstacles(params.folder, files))],
      ...(manifest !== undefined && { manifest: plan.uriOf(manifest) }),
      ...(next !== undefined && { next }),
    };
  }

  async #plan({ folder, kind, template: ref, within, answers }: ScaffoldParams): Promise<Plan> {
    const template = ref ? await this.library.find(ref.source, ref.name) : await this.#plainest(kind);
    if (!template)
      throw new ResponseError(
        ErrorCodes.InvalidParams,
        ref ? `There is no template "${ref.name}" any more.` : `No template makes a ${kind}.`,
      );
    const fault = within ? judgePath(within) : undefined;
    if (fault) throw new ResponseError(ErrorCodes.InvalidParams, `The folder cannot be used: ${fault}.`);
    const root = URI.parse(folder);
    return {
      template,
      answers,
      folder: within,
      year: new Date().getFullYear(),
      ...(ref && { source: isOnDisk(folder) ? portableSource(ref.source, root.fsPath) : ref.source }),
      facts: this.#session.project.catalog,
      uriOf: (path) => Utils.joinPath(root, path).toString(),
    };
  }

  /** The one of a kind that asks and writes least. */
  async #plainest(kind: ScaffoldKind): Promise<Template | undefined> {
    const all = (await this.library.known()).flatMap(({ templates }) => templates);
    return all
      .filter(({ spec }) => spec.creates === kind && spec.abstract !== true)
      .sort((a, b) => a.files.size - b.files.size || a.parameters.size - b.parameters.size)[0];
  }

  async #standing({ path, bytes, executable }: GeneratedFile, uri: string): Promise<ScaffoldFile> {
    const place = URI.parse(uri);
    const standing = isOnDisk(uri)
      ? await standingOf(place.fsPath, bytes, this.#session.documents.get(uri)?.getText())
      : { state: 'unknown' as const };
    const content = isText(bytes)
      ? { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) }
      : { base64: Buffer.from(bytes).toString('base64') };
    return { uri, relativePath: path, ...content, size: bytes.length, executable, ...standing };
  }
}

/** What on disk keeps files from being written, each told once. */
async function obstacles(folder: string, files: readonly ScaffoldFile[]): Promise<ScaffoldProblem[]> {
  if (!isOnDisk(folder)) return [];
  const { fsPath } = URI.parse(folder);
  const found = new Map<string, ScaffoldProblem>();
  for (const { relativePath: path } of files) {
    const obstacle = await obstacleTo(fsPath, path);
    if (obstacle) found.set(obstacle.message, { ...obstacle, path });
  }
  return [...found.values()];
}

/** What serves the organisation's templates: an environment's own control plane; the one built in has none. */
function organisationOf({ client, status }: ControlPlanes): ResourceReader | undefined {
  return status.environment === undefined ? undefined : client;
}
