import type { Environment } from '../manifest/document.ts';

/** Which environment each folder of the workspace is switched to. Folders are told by their URIs, without a slash at the end. */
export class FolderEnvironments {
  /** In the workspace's order. */
  folders: readonly string[] = [];
  readonly #own: Map<string, Environment>;
  #otherwise: Environment;

  /**
   * @param otherwise of folders that were never switched by themselves, and of a window without one
   * @param own also of folders that are not open now: they may come back
   */
  constructor(otherwise: Environment = 'dev', own: Readonly<Record<string, Environment>> = {}) {
    this.#otherwise = otherwise;
    this.#own = new Map(Object.entries(own));
  }

  /** What there is once for all folders follows the first of them. */
  get window(): Environment {
    return this.#ofFolder(this.folders[0]);
  }

  /** Those that a folder is switched to, the window's first; each once. */
  get inUse(): Environment[] {
    return [...new Set([this.window, ...this.folders.map((folder) => this.#ofFolder(folder))])];
  }

  /** Changes whenever the environment of any document may have. */
  get stamp(): string {
    return [this.#otherwise, ...this.folders.map((folder) => this.#ofFolder(folder))].join('+');
  }

  /** Of the folder that a document lies in, or that it is; outside of all of them the window's. */
  of(uri: string): Environment {
    const folder = this.folderOf(uri);
    return folder === undefined ? this.window : this.#ofFolder(folder);
  }

  /** The folder that a document lies in, or that it is; the innermost, where several do. */
  folderOf(uri: string): string | undefined {
    let innermost: string | undefined;
    for (const folder of this.folders) {
      const isWithin = uri === folder || uri.startsWith(`${folder}/`);
      if (isWithin && folder.length > (innermost?.length ?? -1)) innermost = folder;
    }
    return innermost;
  }

  /** @param folders absent: the whole window, whatever single folders were switched to */
  switch(environment: Environment, folders?: readonly string[]): void {
    if (folders) for (const folder of folders) this.#own.set(folder, environment);
    else {
      this.#own.clear();
      this.#otherwise = environment;
    }
  }

  #ofFolder(folder: string | undefined): Environment {
    return (folder === undefined ? undefined : this.#own.get(folder)) ?? this.#otherwise;
  }
}
