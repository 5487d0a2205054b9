import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { KeyRing } from '../../controlPlane/secrets/keyRing.ts';
import { seal, unseal } from '../../controlPlane/secrets/seal.ts';
import { lockFile } from '../files/lockFile.ts';
import { writeWhole } from '../files/writeWhole.ts';
import type { SignIn, SignInStore } from './signIn.ts';

/** An authorization server that is renewed at has half of it for its answer. In milliseconds. */
const LOCK_MAX_AGE = 60_000;

/** What the file is sealed as: as anything else it does not open. */
const SEALED_AS = { name: 'gateway/sign-ins', environment: undefined };

type Kept = Readonly<Record<string, SignIn>>;

/** What the file holds: sign-ins by server, or the same sealed. */
type Content = { readonly signIns: Kept } | { readonly keyId: string; readonly sealed: string };

/** Keeps sign-ins in a file that its user alone can read; sealed, where there is a key for that. */
export class SignInFile implements SignInStore {
  readonly path: string;
  readonly #keys: KeyRing | undefined;

  /** @param path absolute */
  constructor(path: string, keys?: KeyRing) {
    this.path = path;
    this.#keys = keys;
  }

  async read(server: string): Promise<SignIn | undefined> {
    const kept = await this.#all();
    return Object.hasOwn(kept, server) ? kept[server] : undefined;
  }

  async write(server: string, signIn?: SignIn): Promise<void> {
    const { [server]: _, ...others } = await this.#all();
    const kept = signIn ? { ...others, [server]: signIn } : others;
    await this.#prepare();
    await writeWhole(this.path, `${JSON.stringify(this.#closed(kept))}\n`, 0o600);
  }

  async alone<T>(work: () => Promise<T>): Promise<T> {
    await this.#prepare();
    const release = await lockFile(this.path, LOCK_MAX_AGE);
    try {
      return await work();
    } finally {
      await release();
    }
  }

  async #prepare(): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
  }

  /** @throws Error where the file cannot be read; one that is not there holds nothing */
  async #all(): Promise<Kept> {
    try {
      return this.#opened(JSON.parse(await readFile(this.path, 'utf8')) as Content);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
      const why = error instanceof SyntaxError ? 'It is no JSON.' : (error as Error).message;
      throw new Error(
        `${this.path}, which keeps what you signed in to, cannot be read. ${why} Delete it, and sign in anew.`,
      );
    }
  }

  #opened(content: Content): Kept {
    if ('signIns' in content) return content.signIns;
    const key = this.#keys?.key(content.keyId);
    if (!key)
      throw new Error('It was sealed with a key that is not given here (HEADY_CONTROL_PLANE_SECRETS_KEY).');
    const sealed = { bytes: Buffer.from(content.sealed, 'base64'), keyId: content.keyId };
    return JSON.parse(Buffer.from(unseal(SEALED_AS, sealed, key)).toString()) as Kept;
  }

  #closed(signIns: Kept): Content {
    if (!this.#keys) return { signIns };
    const { bytes, keyId } = seal(SEALED_AS, Buffer.from(JSON.stringify(signIns)), this.#keys.current);
    return { keyId, sealed: Buffer.from(bytes).toString('base64') };
  }
}
