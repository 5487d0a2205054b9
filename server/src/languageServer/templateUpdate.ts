import { CodeLensRefreshRequest, type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver';
import { URI, Utils } from 'vscode-uri';
import { isOnDisk } from '../catalog/workspaceLoader.ts';
import type { ManifestDocument } from '../manifest/document.ts';
import {
  type TemplateUpdate,
  TemplateUpdateMethods,
  type TemplateUpdateParams,
  type UpdatedFile,
} from '../protocol/templateUpdate.ts';
import type { FileUpdate } from '../scaffold/update/planUpdate.ts';
import type { SourceContents, TemplateLibrary } from '../templates/templateLibrary.ts';
import type { Session } from './session.ts';
import { wish } from './wish.ts';

/** How long what sources said of their versions is taken for true: a lens is asked for while somebody types. */
const FRESH_MS = 60_000;

type Engine = typeof import('../templates/update/engine.ts');

/** Newer versions of the templates that manifests were made from. */
export class TemplateUpdates {
  readonly #session: Session;
  readonly #library: () => Promise<TemplateLibrary>;
  /** The newest version of each template, by name; empty until sources were asked. */
  #newest: ReadonlyMap<string, string> = new Map();
  #asked = Number.NEGATIVE_INFINITY;
  #engine: Engine | undefined;

  constructor(session: Session, library: () => Promise<TemplateLibrary>) {
    this.#session = session;
    this.#library = library;
  }

  /**
   * The version of its template that is newer than the one a manifest states, as far as is known by now. Sources are
   * asked meanwhile, at most once a minute; once they say otherwise, lenses are refreshed.
   */
  newerVersion(document: ManifestDocument): string | undefined {
    const name = document.statedText(['spec', 'template', 'name']);
    const version = document.statedText(['spec', 'template', 'version']);
    if (document.kind !== 'Service' || name === undefined || version === undefined) return undefined;
    if (performance.now() - this.#asked > FRESH_MS) void wish(this.#session.connection, this.#ask());
    const newest = this.#newest.get(name);
    return newest !== undefined && this.#engine?.isNewer(newest, version) ? newest : undefined;
  }

  /** What bringing the project of a manifest to the present version would do. Writes nothing. */
  async plan({ uri }: TemplateUpdateParams): Promise<TemplateUpdate> {
    const engine = await this.#load();
    const folder = folderOf(uri, this.#session.project.folders);
    const document = this.#session.project.file(uri)?.documents[0]?.document;
    if (!document || folder === undefined || !isOnDisk(uri))
      throw new ResponseError(ErrorCodes.InvalidParams, 'It is no manifest in a workspace folder on disk.');
    const root = URI.parse(folder);
    const project = await engine.projectOf(root.fsPath, URI.parse(uri).fsPath, document);
    if (!project) throw new ResponseError(ErrorCodes.InvalidParams, 'It was made from no template.');
    const { name, template, lost } = project;
    const contents = await (await this.#library()).list();
    const to = engine.newerTemplate(project, contents);
    const about = {
      name,
      template: template.name,
      from: template.version,
      ...(lost !== undefined && { lost }),
    };
    if (!to) {
      if (!engine.presentTemplate(project, contents))
        throw new ResponseError(
          ErrorCodes.InvalidParams,
          `No source has the template "${template.name}". Name one in the setting "heady.templates.sources".`,
        );
      return { ...about, files: [], problems: [] };
    }
    const place = (path: string) => Utils.joinPath(root, path).toString();
    const shown = (path: string) => {
      const text = this.#session.documents.get(place(path))?.getText();
      return text === undefined ? undefined : Buffer.from(text);
    };
    const { files, problems } = await engine.prepareUpdate(project, to, { shown });
    const updated = files.flatMap((file) => updatedFile(file, place(file.path), engine));
    return { ...about, to: to.template.spec.version, files: updated, problems };
  }

  async #ask(): Promise<void> {
    this.#asked = performance.now();
    await this.#session.indexed();
    const engine = await this.#load();
    const newest = newestOf(await (await this.#library()).list(), engine);
    const isOther =
      newest.size !== this.#newest.size ||
      [...newest].some(([name, version]) => this.#newest.get(name) !== version);
    this.#newest = newest;
    const { abilities, connection } = this.#session;
    if (isOther && abilities.refreshesCodeLenses)
      await wish(connection, connection.sendRequest(CodeLensRefreshRequest.type));
  }

  async #load(): Promise<Engine> {
    this.#engine ??= await import('../templates/update/engine.ts');
    return this.#engine;
  }
}

/** Answers what "Update from Template" asks. */
export function listenForTemplateUpdates(connection: Connection, updates: () => TemplateUpdates): void {
  connection.onRequest(TemplateUpdateMethods.plan, (params: TemplateUpdateParams) => updates().plan(params));
}

/** The innermost workspace folder that a document lies in. */
function folderOf(uri: string, folders: readonly string[]): string | undefined {
  return folders.filter((folder) => uri.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length)[0];
}

function newestOf(contents: readonly SourceContents[], { isNewer }: Engine): Map<string, string> {
  const newest = new Map<string, string>();
  for (const { name, spec } of contents.flatMap(({ templates }) => templates)) {
    const known = newest.get(name);
    if (known === undefined || isNewer(spec.version, known)) newest.set(name, spec.version);
  }
  return newest;
}

function updatedFile(
  { path, outcome, yours, bytes, offered, executable, note }: FileUpdate,
  uri: string,
  { mergeableText }: Engine,
): UpdatedFile[] {
  const about = {
    uri,
    relativePath: path,
    isConflict: outcome === 'conflict',
    executable,
    ...(note && { note }),
  };
  if (outcome === 'deletedByTemplate') return [{ ...about, does: 'delete' }];
  if (offered) return [{ ...about, does: 'offer', base64: Buffer.from(offered).toString('base64') }];
  if (!bytes) return note || outcome === 'conflict' ? [{ ...about, does: 'note' }] : [];
  const text = yours && mergeableText(yours) === undefined ? undefined : mergeableText(bytes);
  const content = text === undefined ? { base64: Buffer.from(bytes).toString('base64') } : { text };
  return [{ ...about, does: yours ? 'replace' : 'create', ...content }];
}
