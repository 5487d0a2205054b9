import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BACKSTAGE_MANIFEST, readBackstage } from '../scaffold/backstage/readBackstage.ts';
import { readTemplate, readTemplateManifest, TEMPLATE_MANIFEST } from '../scaffold/template/readTemplate.ts';
import { type Template, TemplateError, type TemplateFile } from '../scaffold/template/template.ts';
import { readTemplateFolder } from './readTemplateFolder.ts';
import type { BadTemplate, TemplateSource } from './templateSource.ts';

/** Templates that lie beside each other in a folder, each in one of its own; read when first asked for. */
export class FolderSource implements TemplateSource {
  readonly id: string;
  readonly title: string;
  readonly #folder: string;
  readonly #manifestOnly: (() => Promise<Template>) | undefined;

  /**
   * @param manifestOnly finds the template of a service's manifest, which those of Backstage are completed with; without
   *   it they are not read
   */
  constructor(id: string, title: string, folder: string, manifestOnly?: () => Promise<Template>) {
    this.id = id;
    this.title = title;
    this.#folder = folder;
    this.#manifestOnly = manifestOnly;
  }

  async read(): Promise<{ templates: Template[]; bad: BadTemplate[] }> {
    const names = await foldersIn(this.#folder);
    const read = new Map<string, Template>();
    const bad: BadTemplate[] = [];
    const underWay = new Set<string>();
    const load = async (name: string): Promise<Template | undefined> => {
      const known = read.get(name);
      if (known || !names.includes(name)) return known;
      if (underWay.has(name)) throw new TemplateError(`"${name}" extends itself`, TEMPLATE_MANIFEST);
      underWay.add(name);
      const files = await readTemplateFolder(join(this.#folder, name));
      if (isBackstage(files) && this.#manifestOnly) {
        const template = readBackstage(files, await this.#manifestOnly());
        read.set(name, template);
        return template;
      }
      const { extends: base } = readTemplateManifest(files).spec;
      const template = readTemplate(files, base === undefined ? undefined : await load(base));
      read.set(name, template);
      return template;
    };
    for (const name of names) {
      underWay.clear();
      try {
        await load(name);
      } catch (cause) {
        bad.push({ name, message: cause instanceof Error ? cause.message : String(cause) });
      }
    }
    return { templates: [...read.values()], bad };
  }
}

function isBackstage(files: readonly TemplateFile[]): boolean {
  const has = (name: string) => files.some(({ path }) => path === name);
  return has(BACKSTAGE_MANIFEST) && !has(TEMPLATE_MANIFEST);
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}
