import {
  type FetchLike,
  InsufficientScopeError,
  type JSONRPCMessage,
  SdkErrorCode,
  SdkHttpError,
  SSEClientTransport,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import type { ServerSignIn } from '../authorization/serverSignIn.ts';
import { busyIn } from './serverBusy.ts';

/** How a server over HTTP is spoken to. */
export interface HttpWay {
  /** Over connections to where the server may be. */
  readonly fetch: FetchLike;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent where the headers say who it is. */
  readonly signIn?: ServerSignIn;
}

/** Streamable HTTP. */
export class HttpTransport extends StreamableHTTPClientTransport {
  readonly #signIn: ServerSignIn | undefined;

  constructor(url: URL, way: HttpWay) {
    super(url, optionsOf(way));
    this.#signIn = way.signIn;
  }

  override async send(
    ...[message, options]: Parameters<StreamableHTTPClientTransport['send']>
  ): Promise<void> {
    await super.send(message, options).catch(inWords(this.#signIn));
  }
}

/** HTTP with server-sent events, of revision 2024-11-05. */
export class SseTransport extends SSEClientTransport {
  readonly #signIn: ServerSignIn | undefined;
  /** Why nothing could be fetched, of which the SDK's transport keeps the text only. */
  readonly #failure: { readonly error?: unknown };

  constructor(url: URL, way: HttpWay) {
    const { fetch, ...options } = optionsOf(way);
    const failure: { error?: unknown } = {};
    const asking = declining(fetch);
    const noting: FetchLike = (to, init) =>
      asking(to, init).catch((error) => {
        failure.error = error;
        throw error;
      });
    super(url, { ...options, fetch: noting });
    this.#signIn = way.signIn;
    this.#failure = failure;
  }

  override async start(): Promise<void> {
    await super.start().catch((error) => {
      throw this.#failure.error ?? error;
    });
  }

  override async send(message: JSONRPCMessage): Promise<void> {
    await super.send(message).catch(inWords(this.#signIn));
  }
}

function optionsOf({ fetch, headers, signIn }: HttpWay) {
  const ask = signIn?.fetch ?? fetch;
  const orBusy: FetchLike = async (url, init) => {
    const response = await ask(url, init);
    const busy = busyIn(response);
    if (!busy) return response;
    await response.body?.cancel();
    throw busy;
  };
  return {
    fetch: orBusy,
    requestInit: { headers: { ...headers } },
    ...(signIn ? { authProvider: signIn } : {}),
  };
}

/** Says of a message that the server did not take why, which the SDK's transport says in a text only. */
function declining(fetch: FetchLike): FetchLike {
  return async (url, init) => {
    const response = await fetch(url, init);
    const { status, statusText } = response;
    if (init?.method !== 'POST' || response.ok || status === 401 || status === 403) return response;
    const text = await response.text().catch(() => '');
    const data = { status, statusText, text };
    throw new SdkHttpError(
      SdkErrorCode.ClientHttpNotImplemented,
      `HTTP ${status}: ${text || statusText}`,
      data,
    );
  };
}

function inWords(signIn: ServerSignIn | undefined): (error: unknown) => Promise<never> {
  return async (error) => {
    if (signIn && error instanceof InsufficientScopeError)
      throw await signIn.insufficient(error.requiredScope);
    if (signIn && isRefusedAgain(error)) throw signIn.refusedAgain();
    throw error;
  };
}

/** With a token that was renewed for it. */
function isRefusedAgain(error: unknown): boolean {
  return error instanceof SdkHttpError && error.code === SdkErrorCode.ClientHttpAuthentication;
}
