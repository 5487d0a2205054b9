import type { AuthProvider } from '@modelcontextprotocol/client';
import type { ControlPlaneKnowledge } from '../knowledge.ts';
import { expiryOf, maySendToken, refusalOf } from './bearerToken.ts';
import type { ControlPlaneConnection } from './connection.ts';
import { ControlPlaneFacts } from './facts.ts';
import type { MakeLink, Refusal } from './link.ts';
import { patientFetch } from './patientFetch.ts';

/** What lets one in, where it may change while one is there. */
export interface Credential {
  /** Undefined: there is none. */
  token(): Promise<string | undefined>;
  /**
   * Sees to it that the next token is another one than that.
   *
   * @returns false where somebody has to sign in for that
   * @throws Error in words for people where nobody can say just now
   */
  renew?(token: string): Promise<boolean>;
}

/** A bearer token, or who knows it when it is needed. Undefined: there is none. */
export type Token = string | undefined | Credential;

/** A control plane at a URL, over Streamable HTTP. @param token sent where it may travel */
export function remoteControlPlane(url: URL, token: Token): MakeLink {
  const credential: Credential = typeof token === 'object' ? token : { token: async () => token };
  const mayTravel = maySendToken(url);
  return async () => {
    const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
    const first = await credential.token();
    let current = mayTravel ? first : undefined;
    /** With what the requests went that were refused. */
    const refused = new WeakMap<Response, string>();
    let refusal: Refusal | undefined;
    let unreached: string | undefined;
    const watched: typeof fetch = async (input, init) => {
      try {
        const sent = tokenIn(init);
        const response = await patientFetch(fetch, input, init);
        const { status, headers } = response;
        unreached = undefined;
        if (status === 401 && sent !== undefined) refused.set(response, sent);
        refusal = status === 401 ? refusalOf(sent, headers.get('www-authenticate'), Date.now()) : undefined;
        if (refusal && first !== undefined && !mayTravel)
          refusal = { state: 'signedOut', reason: 'Over plain HTTP no token is sent; use https.' };
        return response;
      } catch (error) {
        // Of a connection that fails, `fetch` itself says only that it did.
        const { cause } = error as { cause?: unknown };
        if (cause instanceof Error) unreached = `${url.host}: ${cause.message || cause.name}`;
        throw error;
      }
    };
    const renew = async (old: string | undefined): Promise<boolean> => {
      try {
        if (old === undefined || !(await credential.renew?.(old))) return false;
        current = await credential.token();
        return true;
      } catch (error) {
        // It may pass: until then we are not signed out.
        refusal = undefined;
        throw error;
      }
    };
    const authProvider: AuthProvider = {
      token: async () => {
        current = await credential.token();
        return current;
      },
      onUnauthorized: async ({ response }) => {
        if (!(await renew(refused.get(response)))) throw new Error('Somebody has to sign in.');
      },
    };
    const transport = new StreamableHTTPClientTransport(url, {
      fetch: watched,
      ...(current === undefined ? {} : { authProvider }),
    });
    return {
      transport,
      place: url.host,
      lastWords: async () => unreached,
      refusal: () => refusal,
      expiresAt: () => (current === undefined ? undefined : expiryOf(current)),
      renew: () => renew(current),
    };
  };
}

/** The token that a request goes with. */
function tokenIn(init: RequestInit | undefined): string | undefined {
  return new Headers(init?.headers).get('authorization')?.replace(/^Bearer /, '');
}

/** Asks a control plane once for all it knows. @throws where it is not reached or refuses */
export function fetchKnowledge(url: URL, token: string | undefined): Promise<ControlPlaneKnowledge> {
  return connected(url, token, async (connection) => {
    const { entries } = await connection.entriesSince(0);
    return new ControlPlaneFacts(entries);
  });
}

/** Reads resources of a control plane, each over a connection of its own. */
export function remoteResources(url: URL, token: string | undefined) {
  return {
    names: (uriTemplate: string) => connected(url, token, (connection) => connection.names(uriTemplate)),
    readResource: (uri: string) => connected(url, token, (connection) => connection.readResource(uri)),
  };
}

async function connected<T>(
  url: URL,
  token: string | undefined,
  work: (connection: ControlPlaneConnection) => Promise<T>,
): Promise<T> {
  const { ControlPlaneConnection } = await import('./connection.ts');
  const link = await remoteControlPlane(url, token)();
  const connection = await ControlPlaneConnection.open(link);
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}
