import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readTemplateFolder } from './readTemplateFolder.ts';
import { type ManifestOnly, readTemplates } from './readTemplates.ts';
import type { SourceTemplates, TemplateSource } from './templateSource.ts';

/** Templates that lie beside each other in a folder, each in one of its own; read when first asked for. */
export class FolderSource implements TemplateSource {
  readonly id: string;
  readonly title: string;
  readonly #folder: string;
  readonly #manifestOnly: ManifestOnly | undefined;

  /** @param manifestOnly without it templates of Backstage are not read */
  constructor(id: string, title: string, folder: string, manifestOnly?: ManifestOnly) {
    this.id = id;
    this.title = title;
    this.#folder = folder;
    this.#manifestOnly = manifestOnly;
  }

  /** Of the times of all that lies in it. */
  async stamp(): Promise<string> {
    await this.#mustExist();
    const stamps: string[] = [];
    const visit = async (folder: string): Promise<void> => {
      for (const entry of await readdir(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) await visit(path);
        else {
          const { mtimeMs, size, mode } = await lstat(path);
          stamps.push(`${path} ${mtimeMs} ${size} ${mode}`);
        }
      }
    };
    await visit(this.#folder);
    return stamps.sort().join('\n');
  }

  async read(): Promise<SourceTemplates> {
    await this.#mustExist();
    const entries = await readdir(this.#folder, { withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort();
    const files = (name: string) => readTemplateFolder(join(this.#folder, name));
    return readTemplates({ names, files }, this.#manifestOnly);
  }

  async #mustExist(): Promise<void> {
    const found = await stat(this.#folder).catch(() => undefined);
    if (!found?.isDirectory()) throw new Error(`There is no folder ${this.#folder}.`);
  }
}
