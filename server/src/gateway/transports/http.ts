import {
  type FetchLike,
  InsufficientScopeError,
  isJSONRPCRequest,
  type JSONRPCMessage,
  type RequestId,
  SdkErrorCode,
  SdkHttpError,
  SSEClientTransport,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { busyIn } from '../../catalog/controlPlane/serverBusy.ts';
import type { ServerSignIn } from '../authorization/serverSignIn.ts';

/** How a server over HTTP is spoken to. */
export interface HttpWay {
  /** Over connections to where the server may be. */
  readonly fetch: FetchLike;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent where the headers say who it is. */
  readonly signIn?: ServerSignIn;
}

type Send = Parameters<StreamableHTTPClientTransport['send']>;

/** Streamable HTTP. */
export class HttpTransport extends StreamableHTTPClientTransport {
  readonly #signIn: ServerSignIn | undefined;
  /** By the id of each request that is under way: it is no longer. */
  readonly #settle = new Map<RequestId, () => void>();

  constructor(url: URL, way: HttpWay) {
    super(url, optionsOf(way));
    this.#signIn = way.signIn;
    // Whoever connects by this transport hears of messages after what is set here.
    this.onmessage = (message) => {
      if (!('method' in message) && message.id !== undefined) this.#settle.get(message.id)?.();
    };
  }

  /** Of a request it settles when that is answered, or called off; it fails where the answer ends before. */
  override async send(...[message, options]: Send): Promise<void> {
    const send = async (given = options) => await super.send(message, given).catch(inWords(this.#signIn));
    if (!isJSONRPCRequest(message)) return await send();
    const { id } = message;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#settle.set(id, resolve);
        options?.requestSignal?.addEventListener('abort', () => resolve(), { once: true });
        const onRequestStreamEnd = () => {
          options?.onRequestStreamEnd?.();
          reject(new Error('Its answer ended half-way.'));
        };
        send({ ...options, onRequestStreamEnd }).catch(reject);
      });
    } finally {
      this.#settle.delete(id);
    }
  }

  override async close(): Promise<void> {
    await super.close();
    for (const settle of this.#settle.values()) settle();
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
