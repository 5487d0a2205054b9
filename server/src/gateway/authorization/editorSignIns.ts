import { SignInMethods } from '../../protocol/gatewaySignIn.ts';
import type { Json } from '../connection/raw.ts';
import type { SignIn, SignInStore } from './signIn.ts';

/** Keeps sign-ins with the editor that started the gateway. */
export class EditorSignIns implements SignInStore {
  readonly #ask: (method: string, params: Json) => Promise<Json>;

  constructor(ask: (method: string, params: Json) => Promise<Json>) {
    this.#ask = ask;
  }

  async read(key: string): Promise<SignIn | undefined> {
    const { signIn } = await this.#ask(SignInMethods.read, { key });
    return typeof signIn === 'string' ? (JSON.parse(signIn) as SignIn) : undefined;
  }

  async write(key: string, signIn?: SignIn): Promise<void> {
    await this.#ask(SignInMethods.write, { key, ...(signIn ? { signIn: JSON.stringify(signIn) } : {}) });
  }

  /** Other windows may do the same: what they wrote meanwhile is seen, and taken over. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }
}
