import {
  isJSONRPCNotification,
  isJSONRPCRequest,
  type JSONRPCMessage,
  type RequestId,
  type Transport,
} from '@modelcontextprotocol/server';
import type { Caller } from '../connection/caller.ts';
import type { Session } from './session.ts';

/** Servers are told within so long, in milliseconds. */
const PATIENCE = 60_000;

/** Whoever listens is told of changes, and never asked. */
const LISTENER: Caller = {
  ask: async () => {
    throw new Error('Who listens to changes cannot be asked.');
  },
  tell: () => {},
};

/**
 * What a client of revision 2026-07-28 listens to over pipes. The SDK keeps that to itself, and the servers whose
 * resources these are have to know.
 */
export class ListenedResources {
  readonly #listens = new Map<RequestId, readonly string[]>();
  #session: Session | undefined;

  /** The session by which servers are told. */
  attach(session: Session): void {
    this.#session = session;
    for (const uri of this.#uris) this.#subscribe(uri);
  }

  /** Looks at what the client says, and changes nothing of it. */
  watch(transport: Transport): Transport {
    const watched: Transport = {
      start: () => transport.start(),
      send: (message, options) => transport.send(message, options),
      close: () => transport.close(),
    };
    transport.onmessage = (message: JSONRPCMessage, extra) => {
      this.#look(message);
      watched.onmessage?.(message, extra);
    };
    transport.onerror = (error) => watched.onerror?.(error);
    transport.onclose = () => watched.onclose?.();
    return watched;
  }

  get #uris(): Set<string> {
    return new Set([...this.#listens.values()].flat());
  }

  #look(message: JSONRPCMessage): void {
    if (isJSONRPCRequest(message) && message.method === 'subscriptions/listen') {
      const { notifications } = (message.params ?? {}) as {
        notifications?: { resourceSubscriptions?: unknown };
      };
      const uris = notifications?.resourceSubscriptions;
      if (Array.isArray(uris)) this.#listen(message.id, uris.map(String));
    } else if (isJSONRPCNotification(message) && message.method === 'notifications/cancelled') {
      this.#forget(message.params?.requestId as RequestId);
    }
  }

  #listen(id: RequestId, uris: readonly string[]): void {
    const before = this.#uris;
    this.#listens.set(id, uris);
    for (const uri of uris) if (!before.has(uri)) this.#subscribe(uri);
  }

  #forget(id: RequestId): void {
    const uris = this.#listens.get(id) ?? [];
    this.#listens.delete(id);
    const left = this.#uris;
    for (const uri of uris) {
      if (!left.has(uri)) void this.#session?.unsubscribe(uri, asked()).catch(() => {});
    }
  }

  /** A server that cannot tell of it is no reason not to listen to others. */
  #subscribe(uri: string): void {
    void this.#session?.subscribe(uri, asked()).catch(() => {});
  }
}

function asked() {
  return { caller: LISTENER, signal: AbortSignal.timeout(PATIENCE) };
}
