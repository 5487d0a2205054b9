import { type Disposable, EventEmitter, type ExtensionContext } from 'vscode';

/** Before the origin of a control plane: the name under which its token lies in the editor's secret storage. */
const PREFIX = 'heady.token.';
/** In the editor's own state: origins that this user signed in to. Of others the keychain is not asked. */
const SIGNED_IN = 'heady.signedIn';

/**
 * Tokens of control planes: each for one origin, and for no other, whatever manifests say. They are kept in the editor's
 * secret storage and nowhere else.
 */
export class TokenStore implements Disposable {
  readonly #context: Pick<ExtensionContext, 'globalState' | 'secrets'>;
  readonly #changed = new EventEmitter<void>();
  readonly #subscription: Disposable;

  /** A token came or went, in this window or in another one. */
  readonly onDidChange = this.#changed.event;

  constructor(context: Pick<ExtensionContext, 'globalState' | 'secrets'>) {
    this.#context = context;
    this.#subscription = context.secrets.onDidChange(({ key }) => {
      if (key.startsWith(PREFIX)) this.#changed.fire();
    });
  }

  /** @throws where the keychain cannot be read */
  async tokenFor(origin: string): Promise<string | undefined> {
    return this.isSignedIn(origin) ? await this.#context.secrets.get(PREFIX + origin) : undefined;
  }

  isSignedIn(origin: string): boolean {
    return this.#origins().includes(origin);
  }

  /** @throws where the keychain cannot be written */
  async signIn(origins: readonly string[], token: string): Promise<void> {
    await this.#context.globalState.update(SIGNED_IN, [...new Set([...this.#origins(), ...origins])]);
    for (const origin of origins) await this.#context.secrets.store(PREFIX + origin, token);
  }

  /** @throws where the keychain cannot be written */
  async signOut(origins: readonly string[]): Promise<void> {
    for (const origin of origins) await this.#context.secrets.delete(PREFIX + origin);
    const left = this.#origins().filter((origin) => !origins.includes(origin));
    await this.#context.globalState.update(SIGNED_IN, left);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #origins(): string[] {
    const kept = this.#context.globalState.get(SIGNED_IN);
    return Array.isArray(kept) ? kept.filter((origin) => typeof origin === 'string') : [];
  }
}
