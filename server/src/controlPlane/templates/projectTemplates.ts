import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BACKSTAGE_MANIFEST } from '../../scaffold/backstage/readBackstage.ts';
import { readTemplateManifest, TEMPLATE_MANIFEST } from '../../scaffold/template/readTemplate.ts';
import type { TemplateFile } from '../../scaffold/template/template.ts';
import { readTemplateFolder } from '../../templates/readTemplateFolder.ts';

/** One as it goes to whoever makes a project of it. */
export interface ProjectTemplate {
  name: string;
  title: string;
  description: string;
  files: { path: string; text?: string; base64?: string; executable?: true }[];
}

/**
 * The organisation's templates of projects: a folder on the node that serves them, with a folder for each. Read anew each time,
 * so that what is changed there is served at once.
 */
export class ProjectTemplates {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Names of those that can be read, with what they say of themselves. */
  async list(): Promise<Omit<ProjectTemplate, 'files'>[]> {
    const all = await Promise.all((await this.#names()).map((name) => this.#about(name)));
    return all.filter((about) => about !== undefined);
  }

  /** @returns undefined where there is none, or none that can be read */
  async read(name: string): Promise<ProjectTemplate | undefined> {
    if (!(await this.#names()).includes(name)) return undefined;
    const files = await readTemplateFolder(join(this.#folder, name)).catch(() => undefined);
    return files && { ...aboutOf(name, files), files: files.map(sent) };
  }

  async #names(): Promise<string[]> {
    const entries = await readdir(this.#folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && /^[a-z0-9][a-z0-9._-]*$/i.test(entry.name))
      .map(({ name }) => name)
      .sort();
  }

  async #about(name: string) {
    try {
      const files = await readTemplateFolder(join(this.#folder, name));
      const isTemplate = files.some(({ path }) => path === TEMPLATE_MANIFEST || path === BACKSTAGE_MANIFEST);
      return isTemplate ? aboutOf(name, files) : undefined;
    } catch {
      // Links, or more than a template may hold: whoever wrote it is told by the lint.
      return undefined;
    }
  }
}

function aboutOf(name: string, files: readonly TemplateFile[]) {
  try {
    const { metadata } = readTemplateManifest(files);
    return { name, title: metadata.title ?? name, description: metadata.description ?? '' };
  } catch {
    // One of Backstage, or a bad one, of which the client says what is wrong.
    return { name, title: name, description: '' };
  }
}

function sent({ path, bytes, executable }: TemplateFile): ProjectTemplate['files'][number] {
  const text = Buffer.from(bytes).toString('utf8');
  const isText = Buffer.from(text, 'utf8').equals(bytes);
  return {
    path,
    ...(isText ? { text } : { base64: Buffer.from(bytes).toString('base64') }),
    ...(executable && { executable }),
  };
}
