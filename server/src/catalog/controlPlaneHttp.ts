import { maySendToken, refusalOf } from './bearerToken.ts';
import { ControlPlaneFacts } from './controlPlaneFacts.ts';
import type { MakeLink, Refusal } from './controlPlaneLink.ts';
import type { ControlPlaneKnowledge } from './knowledge.ts';

/** A bearer token, or who knows it when it is needed. Undefined: there is none. */
export type Token = string | undefined | (() => Promise<string | undefined>);

/** A control plane at a URL, over Streamable HTTP. @param token sent where it may travel */
export function remoteControlPlane(url: URL, token: Token): MakeLink {
  return async () => {
    const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
    const known = typeof token === 'function' ? await token() : token;
    const sent = maySendToken(url) ? known : undefined;
    let refusal: Refusal | undefined;
    let unreached: string | undefined;
    const watched: typeof fetch = async (input, init) => {
      try {
        const response = await fetch(input, init);
        const { status, headers } = response;
        unreached = undefined;
        refusal = status === 401 ? refusalOf(sent, headers.get('www-authenticate'), Date.now()) : undefined;
        if (refusal && known !== sent)
          refusal = { state: 'signedOut', reason: 'Over plain HTTP no token is sent; use https.' };
        return response;
      } catch (error) {
        // Of a connection that fails, `fetch` itself says only that it did.
        const { cause } = error as { cause?: unknown };
        if (cause instanceof Error) unreached = `${url.host}: ${cause.message || cause.name}`;
        throw error;
      }
    };
    const authProvider = { token: async () => sent };
    const transport = new StreamableHTTPClientTransport(url, {
      fetch: watched,
      ...(sent === undefined ? {} : { authProvider }),
    });
    return { transport, place: url.host, lastWords: async () => unreached, refusal: () => refusal };
  };
}

/** Asks a control plane once for all it knows. @throws where it is not reached or refuses */
export async function fetchKnowledge(url: URL, token: string | undefined): Promise<ControlPlaneKnowledge> {
  const { ControlPlaneConnection } = await import('./controlPlaneConnection.ts');
  const link = await remoteControlPlane(url, token)();
  const connection = await ControlPlaneConnection.open(link);
  try {
    const { entries } = await connection.entriesSince(0);
    return new ControlPlaneFacts(entries);
  } finally {
    await connection.close();
  }
}
