import { Refusal } from '../policy/call.ts';
import type { Challenge } from './discovery.ts';
import { type SignIn, type SignInStore, SignInsInMemory, serverKey } from './signIn.ts';

/** The rule by which is refused what only a user can let pass. */
const RULE = 'gateway/sign-in';

/** Why one has to sign in, and what the server said then. */
interface Wanted {
  readonly challenge: Challenge;
  /** A sentence. */
  readonly why: string;
}

/** The sign-ins of a gateway's user, to all servers: what all connections to them share. */
export class SignIns {
  #store: SignInStore;
  /** What a user does to sign in to a server, in a sentence. */
  #how: (server: string) => string;
  /** As they were read last, so that no request waits for the store. */
  readonly #read = new Map<string, Promise<SignIn | undefined>>();
  readonly #renewing = new Map<string, Promise<SignIn | undefined>>();
  /** By server, by replica. */
  readonly #wanted = new Map<string, Map<string, Challenge>>();
  /** Told when one has to sign in to a server, or does not any more. */
  onChange: () => void = () => {};

  constructor(store: SignInStore = new SignInsInMemory()) {
    this.#store = store;
    this.#how = byCommand;
  }

  /** Has them kept elsewhere from now on, by somebody with whom one signs in otherwise. */
  keepIn(store: SignInStore, how: (server: string) => string): void {
    this.#store = store;
    this.#how = how;
    this.#read.clear();
  }

  read(server: URL): Promise<SignIn | undefined> {
    const key = serverKey(server);
    const known = this.#read.get(key);
    if (known) return known;
    const read = this.#store.read(key);
    this.#read.set(key, read);
    // What could not be read may be next time.
    read.catch(() => this.#read.delete(key));
    return read;
  }

  /**
   * Has a sign-in renewed, once for all who wait for it.
   *
   * @param renew given what is there; returns undefined where that cannot be renewed
   */
  renewed(
    server: URL,
    renew: (signIn: SignIn | undefined) => Promise<SignIn | undefined>,
  ): Promise<SignIn | undefined> {
    const key = serverKey(server);
    const renewing =
      this.#renewing.get(key) ??
      this.#store
        .alone(async () => {
          const found = await this.#store.read(key);
          const other = (await renew(found)) ?? (await this.#newer(key, found));
          if (other !== found) await this.#store.write(key, other);
          if (other) this.#settle(key);
          this.#read.set(key, Promise.resolve(other));
          return other;
        })
        .finally(() => this.#renewing.delete(key));
    this.#renewing.set(key, renewing);
    return renewing;
  }

  /** Nobody has to sign in any more. */
  #settle(key: string): void {
    for (const [name, replicas] of this.#wanted) {
      replicas.delete(key);
      if (replicas.size === 0) this.#wanted.delete(name);
    }
  }

  /** What somebody else wrote meanwhile: then it was theirs that made ours worth nothing. */
  async #newer(key: string, old: SignIn | undefined): Promise<SignIn | undefined> {
    const found = await this.#store.read(key);
    return found?.tokens.access_token === old?.tokens.access_token ? undefined : found;
  }

  /** Takes note that one has to sign in. @returns what is said to whoever called */
  wanted(name: string, server: URL, { challenge, why }: Wanted): Refusal {
    const replicas = this.#wanted.get(name) ?? new Map<string, Challenge>();
    this.#wanted.set(name, replicas.set(serverKey(server), challenge));
    this.onChange();
    return new Refusal(RULE, `${why} ${this.#how(name)}`);
  }

  /** Whether one has to sign in to a server, or to one of its replicas at least. */
  isWanted(name: string): boolean {
    return this.#wanted.has(name);
  }

  /** What a server said when it let nobody in. */
  challengeOf(name: string, server: URL): Challenge | undefined {
    return this.#wanted.get(name)?.get(serverKey(server));
  }

  /** The user signed in to a replica, or out of it. */
  async keep(server: URL, signIn?: SignIn): Promise<void> {
    const key = serverKey(server);
    await this.#store.alone(() => this.#store.write(key, signIn));
    this.#read.set(key, Promise.resolve(signIn));
    this.#settle(key);
    this.onChange();
  }

  /** Has the store read anew: another process may have signed in. */
  forget(name: string): void {
    this.#read.clear();
    this.#wanted.delete(name);
  }
}

function byCommand(server: string): string {
  return `Sign in: heady gateway sign-in ${server}`;
}
