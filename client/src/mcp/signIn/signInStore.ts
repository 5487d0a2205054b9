import type { Disposable, ExtensionContext } from 'vscode';

/** Before the URL of a server: the name under which a sign-in lies in the editor's secret storage. */
const PREFIX = 'heady.mcpSignIn.';
/** In the editor's own state: servers that this user signed in to. For others the keychain is not asked. */
const SIGNED_IN = 'heady.mcpSignedIn';

/** What a user got by signing in to MCP servers. It is kept in the editor's secret storage and nowhere else. */
export class SignInStore {
  readonly #context: Pick<ExtensionContext, 'globalState' | 'secrets'>;

  constructor(context: Pick<ExtensionContext, 'globalState' | 'secrets'>) {
    this.#context = context;
  }

  /** @param key URL of the server @throws where the keychain cannot be read */
  async read(key: string): Promise<string | undefined> {
    return this.has(key) ? await this.#context.secrets.get(PREFIX + key) : undefined;
  }

  /** Whether the user signed in to that. @param key URL of the server */
  has(key: string): boolean {
    return this.#keys().includes(key);
  }

  /** Calls back when somebody signs in or out, or what they got is renewed, in this window or in another one. */
  onDidChange(listener: () => void): Disposable {
    return this.#context.secrets.onDidChange(({ key }) => {
      if (key.startsWith(PREFIX)) listener();
    });
  }

  /** @param signIn absent: it is forgotten @throws where the keychain cannot be written */
  async write(key: string, signIn: string | undefined): Promise<void> {
    const others = this.#keys().filter((each) => each !== key);
    if (signIn === undefined) await this.#context.secrets.delete(PREFIX + key);
    else await this.#context.secrets.store(PREFIX + key, signIn);
    await this.#context.globalState.update(SIGNED_IN, signIn === undefined ? others : [...others, key]);
  }

  #keys(): string[] {
    const kept = this.#context.globalState.get(SIGNED_IN);
    return Array.isArray(kept) ? kept.filter((key) => typeof key === 'string') : [];
  }
}
