import type { FetchLike } from '@modelcontextprotocol/client';
import type { Connection } from 'vscode-languageserver';
import type { Credential } from '../catalog/controlPlane/http.ts';
import { signInTo } from '../gateway/authorization/authorizationCode.ts';
import { authorizationFetch, SignInError } from '../gateway/authorization/authorizationFetch.ts';
import { type Challenge, challengeOf, discover } from '../gateway/authorization/discovery.ts';
import { EditorSignIns } from '../gateway/authorization/editorSignIns.ts';
import { renewSignIn } from '../gateway/authorization/renewal.ts';
import { SignIns } from '../gateway/authorization/signIns.ts';
import { rangesOf } from '../gateway/transports/addresses.ts';
import { Dialler } from '../gateway/transports/dial.ts';
import { fetchOver } from '../gateway/transports/httpFetch.ts';
import { proxiesOf } from '../gateway/transports/proxies.ts';
import { SignInMethods } from '../protocol/gatewaySignIn.ts';
import type { EnvironmentName } from '../protocol.ts';
import { askEditor } from './gateway/signIns.ts';
import type { Session } from './session.ts';
import { tokenFor } from './tokens.ts';
import { wish } from './wish.ts';

/** What a control plane is asked that has to be asked something, and does nothing by it. */
const PING = JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'ping' });

/** A node that takes longer to turn somebody away is as good as gone. In milliseconds. */
const PATIENCE = 10_000;

export interface SigningInTo {
  readonly environment: EnvironmentName;
  readonly nodes: readonly URL[];
  /** Its manifest says that one signs in there: no token will do instead. */
  readonly isStated: boolean;
  /** The user does not want to any more. */
  readonly signal: AbortSignal;
}

/**
 * What users got by signing in to control planes. The editor keeps it, with what they got of MCP servers: so the gateway
 * reads, and renews, the same.
 */
export class ControlPlaneSignIns {
  readonly #session: Session;
  readonly #signIns: SignIns;
  readonly #onRenewed: () => void;

  /** @param onRenewed told that a token is another one now */
  constructor(session: Session, onRenewed: () => void) {
    this.#session = session;
    this.#onRenewed = onRenewed;
    const { connection } = session;
    this.#signIns = new SignIns(
      new EditorSignIns(async (method, params) => (await askEditor(connection, method, params)) ?? {}),
    );
  }

  /** What lets the user in at a node: the token that they pasted, else what they got by signing in. */
  async credentialFor(node: URL): Promise<Credential> {
    const { connection } = this.#session;
    const pasted = await tokenFor(connection, node);
    if (pasted !== undefined) return { token: async () => pasted };
    return {
      token: () => this.token(node),
      renew: (token) => this.#renew(node, token),
    };
  }

  /** What the user got by signing in to a node; undefined where they did not. */
  async token(node: URL): Promise<string | undefined> {
    return (await wish(this.#session.connection, this.#signIns.read(node)))?.tokens.access_token;
  }

  /** Reads anew what the editor keeps: another window may have signed in, or out. */
  forget(): void {
    this.#signIns.forget('');
  }

  /**
   * Has the user sign in, to each node that asks for it, as what one gives is sent to no other.
   *
   * @returns false where none says where one signs in
   * @throws Error in words for people where the user did not, or it is not possible
   */
  async signIn(signingIn: SigningInTo): Promise<boolean> {
    const { environment, nodes, isStated, signal } = signingIn;
    let answered = 0;
    let signedIn = 0;
    for (const node of nodes) {
      const fetch = this.#fetchFor(node);
      const knock = await knockAt(node, fetch, signal).catch(() => undefined);
      if (!knock) continue;
      answered++;
      if (knock.challenge && (await this.#signInTo(node, knock.challenge, fetch, signingIn))) signedIn++;
    }
    if (signal.aborted) throw new SignInError('Signing in was cancelled.');
    if (signedIn > 0 || !isStated) return signedIn > 0;
    throw new SignInError(
      answered === 0
        ? `The control plane of ${environment} does not answer, so nobody can sign in there now.`
        : `The control plane of ${environment} does not say where one signs in, though its manifest has "auth: oauth". Ask who runs it: its settings have to name the issuer.`,
    );
  }

  async signOut(nodes: readonly URL[]): Promise<void> {
    for (const node of nodes) await this.#signIns.keep(node);
  }

  /** @returns false where it does not say where one signs in, and need not */
  async #signInTo(
    node: URL,
    challenge: Challenge,
    fetch: FetchLike,
    { environment, isStated, signal }: SigningInTo,
  ): Promise<boolean> {
    // An issuer that signs tokens by a shared secret, say, has no page where one signs in.
    const hasPlace = isStated || (await knowsPlace(node, challenge, authorizationFetch(fetch, signal)));
    if (!hasPlace) return false;
    const { connection, settings } = this.#session;
    const clientId = settings.environments[environment]?.clientId;
    const signIn = await signInTo({
      server: node,
      challenge,
      fetch,
      signal,
      open: (url) => shown(connection, url),
      clientName: 'Heady',
      clientNamedIn: `the setting heady.environments, as "${environment}": { "clientId": "..." }`,
      ...(clientId === undefined ? {} : { client: { clientId } }),
    });
    if (signIn) await this.#signIns.keep(node, signIn);
    return signIn !== undefined;
  }

  async #renew(node: URL, token: string): Promise<boolean> {
    const renewed = await this.#signIns.renewed(node, async (signIn) =>
      // The gateway, or another window, may have renewed it meanwhile.
      signIn && signIn.tokens.access_token !== token
        ? signIn
        : await renewSignIn(signIn, this.#fetchFor(node)),
    );
    if (renewed) this.#onRenewed();
    return renewed !== undefined;
  }

  /**
   * To the node itself as the editor connects to it; to whatever else it names by the guard of the gateway, which takes
   * no private addresses but those that the setting grants.
   */
  #fetchFor(node: URL): FetchLike {
    const { allowAddresses } = this.#session.settings.gateway;
    const dialler = new Dialler(rangesOf(allowAddresses), { proxyFor: proxiesOf(process.env) });
    const guarded = fetchOver(dialler.agentsFor({ origin: { kind: 'manifest' } }, node));
    return async (url, init) =>
      new URL(url).origin === node.origin
        ? await globalThis.fetch(url, { ...init, redirect: 'manual' })
        : await guarded(url, init);
  }
}

/** What a node says to somebody who is not signed in. @throws where it does not answer */
async function knockAt(node: URL, fetch: FetchLike, signal: AbortSignal): Promise<{ challenge?: Challenge }> {
  const headers = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };
  const within = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
  const response = await fetch(node, { method: 'POST', body: PING, headers, signal: within });
  await response.body?.cancel();
  return response.status === 401 ? { challenge: challengeOf(response) } : {};
}

async function knowsPlace(node: URL, challenge: Challenge, fetch: FetchLike): Promise<boolean> {
  try {
    return (await discover(node, challenge, fetch)) !== undefined;
  } catch {
    return false;
  }
}

async function shown(connection: Connection, url: URL): Promise<void> {
  await askEditor(connection, SignInMethods.open, { url: url.href });
}
