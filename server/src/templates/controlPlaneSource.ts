import { judgePath } from '../scaffold/paths.ts';
import { TemplateError, type TemplateFile } from '../scaffold/template/template.ts';
import { type ManifestOnly, readTemplates } from './readTemplates.ts';
import type { SourceTemplates, TemplateSource } from './templateSource.ts';

/** Below it, by name, a control plane serves templates of projects. */
const PREFIX = 'heady://templates/projects/';

/** What reads the resources of a control plane. */
export interface ResourceReader {
  /** What there is for the `{name}` of a URI template. */
  names(uriTemplate: string): Promise<readonly string[]>;
  /** The JSON at a URI. @throws {Error} in words where it cannot be read */
  readResource(uri: string): Promise<unknown>;
}

/** The templates that an organisation serves to everybody, from its control plane. */
export class ControlPlaneSource implements TemplateSource {
  readonly id = 'control-plane';
  readonly title = 'Control plane';
  readonly #reader: ResourceReader;
  readonly #manifestOnly: ManifestOnly | undefined;

  constructor(reader: ResourceReader, manifestOnly?: ManifestOnly) {
    this.#reader = reader;
    this.#manifestOnly = manifestOnly;
  }

  /** They are few and read when somebody makes something: each time anew. */
  stamp(): Promise<string> {
    return Promise.resolve(crypto.randomUUID());
  }

  async read(): Promise<SourceTemplates> {
    const names = [...(await this.#reader.names(`${PREFIX}{name}`))].sort();
    const files = async (name: string) =>
      filesOf(await this.#reader.readResource(`${PREFIX}${encodeURIComponent(name)}`));
    return readTemplates({ names, files }, this.#manifestOnly);
  }
}

/** @throws {TemplateError} where it is not what a control plane serves */
function filesOf(served: unknown): TemplateFile[] {
  const files = isObject(served) ? served.files : undefined;
  if (!Array.isArray(files)) throw new TemplateError('the control plane sent no files of it');
  return files.map((file: unknown) => {
    const { path, text, base64, executable } = isObject(file) ? file : {};
    const fault = typeof path === 'string' ? judgePath(path) : 'a file has no path';
    if (typeof path !== 'string' || fault) throw new TemplateError(fault ?? '', String(path));
    if (typeof text === 'string')
      return { path, bytes: new TextEncoder().encode(text), executable: executable === true };
    if (typeof base64 !== 'string') throw new TemplateError('the control plane sent nothing of it', path);
    return { path, bytes: Buffer.from(base64, 'base64'), executable: executable === true };
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
