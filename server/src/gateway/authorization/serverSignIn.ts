import { type AuthProvider, computeScopeUnion, type FetchLike } from '@modelcontextprotocol/client';
import { authorizationFetch } from './authorizationFetch.ts';
import { type Challenge, challengeOf, discover } from './discovery.ts';
import { renewSignIn } from './renewal.ts';
import type { SignIns } from './signIns.ts';

/**
 * The user's sign-in to one replica of a server, as its requests use it: with its token, renewed where the server does
 * not take it any more. When a token ends the server tells, and no clock. Opens no browser.
 */
export class ServerSignIn implements AuthProvider {
  readonly #signIns: SignIns;
  readonly #name: string;
  readonly #url: URL;
  readonly #fetch: FetchLike;
  /** With what the requests went that were refused. */
  readonly #refused = new WeakMap<Response, string>();

  /** @param fetch over connections to where the server may be */
  constructor(signIns: SignIns, name: string, url: URL, fetch: FetchLike) {
    this.#signIns = signIns;
    this.#name = name;
    this.#url = url;
    this.#fetch = fetch;
  }

  /** Fetches, and remembers what it was refused with. */
  readonly fetch: FetchLike = async (url, init) => {
    const response = await this.#fetch(url, init);
    const sent = new Headers(init?.headers).get('authorization');
    if (response.status === 401 && sent !== null) this.#refused.set(response, sent);
    return response;
  };

  async token(): Promise<string | undefined> {
    return (await this.#signIns.read(this.#url))?.tokens.access_token;
  }

  /**
   * Sees to it that the next token is another one.
   *
   * @throws Refusal where the user has to sign in for that
   */
  async onUnauthorized({ response }: { readonly response: Response }): Promise<void> {
    const sent = this.#refused.get(response);
    const renewed = await this.#signIns.renewed(this.#url, async (signIn) => {
      // Somebody else may have renewed it meanwhile, or signed in.
      const isOther = signIn !== undefined && sent !== `Bearer ${signIn.tokens.access_token}`;
      return isOther ? signIn : await renewSignIn(signIn, this.#fetch);
    });
    if (renewed) return;
    throw await this.#refusal(challengeOf(response), sent !== undefined);
  }

  /** What is said of a request that needs to be allowed more. @param scope what it needs */
  async insufficient(scope: string | undefined): Promise<Error> {
    const granted = (await this.#signIns.read(this.#url))?.tokens.scope;
    const all = computeScopeUnion(granted, scope);
    return this.#signIns.wanted(this.#name, this.#url, {
      challenge: all === undefined ? {} : { scope: all },
      why: `What you allowed when you signed in to "${this.#name}" does not go so far.`,
    });
  }

  /** What is said where the server refuses even a token that was renewed for it. */
  refusedAgain(): Error {
    const why = `"${this.#name}" does not take what you got when you signed in.`;
    return this.#signIns.wanted(this.#name, this.#url, { challenge: {}, why });
  }

  async #refusal(challenge: Challenge, wasSignedIn: boolean): Promise<Error> {
    const place = await discover(this.#url, challenge, authorizationFetch(this.#fetch));
    if (!place) return new Error(this.#unexplained(wasSignedIn));
    const why = wasSignedIn
      ? `Your sign-in to "${this.#name}" has ended.`
      : `"${this.#name}" wants you to sign in.`;
    return this.#signIns.wanted(this.#name, this.#url, { challenge, why });
  }

  #unexplained(wasSignedIn: boolean): string {
    const what = wasSignedIn ? 'does not take the sign-in any more' : 'lets nobody in without a token';
    return `It ${what} (HTTP 401), and does not say where one signs in. Set what it wants in spec.headers of its manifest, such as Authorization: "Bearer \${NAME}", where NAME is a variable of the gateway.`;
  }
}
