import type { ExtensionContext, Uri } from 'vscode';

const PREFIX = 'heady.scaffold.';
/** In the workspace's own state: what is kept, so that the keychain is asked for nothing else. */
const KEPT = 'heady.scaffold.secrets';

/** A secret that a template asked for. */
export interface KeptSecret {
  folder: string;
  /** Of the entry that it belongs to. */
  entry: string;
  name: string;
}

/** Secrets that templates asked for: in the editor's secret storage, and in no file. */
export class ScaffoldSecrets {
  readonly #context: Pick<ExtensionContext, 'secrets' | 'workspaceState'>;

  constructor(context: Pick<ExtensionContext, 'secrets' | 'workspaceState'>) {
    this.#context = context;
  }

  /** Keeps them, by name. @throws where the keychain cannot be written */
  async keep(folder: Uri, entry: string, secrets: ReadonlyMap<string, string>): Promise<void> {
    for (const [name, value] of secrets) {
      const secret = { folder: folder.toString(), entry, name };
      await this.#context.secrets.store(keyOf(secret), value);
      const others = this.list().filter((other) => keyOf(other) !== keyOf(secret));
      await this.#context.workspaceState.update(KEPT, [...others, secret]);
    }
  }

  list(): KeptSecret[] {
    return this.#context.workspaceState.get<KeptSecret[]>(KEPT, []);
  }

  /** @throws where the keychain cannot be read */
  async read(secret: KeptSecret): Promise<string | undefined> {
    return await this.#context.secrets.get(keyOf(secret));
  }
}

function keyOf({ folder, entry, name }: KeptSecret): string {
  return PREFIX + JSON.stringify([folder, entry, name]);
}
