import type {
  AuthorizationServerMetadata,
  OAuthClientInformationMixed,
  OAuthTokens,
} from '@modelcontextprotocol/client';

/** What a user got by signing in to a server. All of it is secret. */
export interface SignIn {
  /** What the tokens are for, as the authorization server was told: they are sent nowhere else. */
  readonly resource: string;
  readonly authorizationServer: string;
  /** Where tokens are renewed is remembered: a server that names another place later is not sent what this one gave. */
  readonly metadata: AuthorizationServerMetadata;
  readonly client: OAuthClientInformationMixed;
  readonly tokens: OAuthTokens;
}

/** Keeps what users got by signing in. */
export interface SignInStore {
  /** @param server its URL, as {@link serverKey} writes it */
  read(server: string): Promise<SignIn | undefined>;
  /** @param signIn absent: the user is signed out */
  write(server: string, signIn?: SignIn): Promise<void>;
  /** Runs while no other process does the same: what is renewed twice at once may be taken for stolen. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

/** By what sign-ins are kept: the URL of one replica, without what belongs to no server. */
export function serverKey(url: URL): string {
  const { origin, pathname, search } = url;
  return `${origin}${pathname}${search}`;
}

/** Keeps them as long as the process runs. */
export class SignInsInMemory implements SignInStore {
  readonly #signIns = new Map<string, SignIn>();

  async read(server: string): Promise<SignIn | undefined> {
    return this.#signIns.get(server);
  }

  async write(server: string, signIn?: SignIn): Promise<void> {
    if (signIn) this.#signIns.set(server, signIn);
    else this.#signIns.delete(server);
  }

  alone<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }
}
