import type { ClientCapabilities, Server, ServerContext } from '@modelcontextprotocol/server';
import type { Principal } from '../../controlPlane/access/principal.ts';
import type { ServedNews } from '../../controlPlane/http/mcpEndpoint.ts';
import type { Caller, Message } from '../connection/caller.ts';
import type { Gateway } from '../gateway.ts';
import { capabilitiesOf } from './downstream.ts';
import type { Session } from './session.ts';

/** How long a session is kept that nobody uses, in milliseconds. */
const IDLE = 30 * 60_000;

interface Pooled {
  readonly session: Session;
  readonly subject: string;
  /** How many listen to news of each resource. */
  readonly listeners: Map<string, number>;
  idle?: NodeJS.Timeout;
}

/**
 * Revision 2026-07-28 has no sessions; servers of the older one do, and processes should not start for each request.
 * So the requests of one user whose clients can do the same share one.
 */
export class SessionPool {
  readonly #gateway: Gateway;
  readonly #pooled = new Map<string, Pooled>();
  readonly #watchers = new Set<(news: ServedNews) => void>();

  constructor(gateway: Gateway) {
    this.#gateway = gateway;
  }

  /** The session that a request belongs to. */
  of(principal: Principal, context: ServerContext, server: Server): Session {
    return this.#find(principal, capabilitiesOf(context, server)).session;
  }

  /** Has a user told of changes of resources until the signal. */
  listen(principal: Principal, uris: readonly string[], signal: AbortSignal): void {
    const pooled = this.#anyOf(principal);
    for (const uri of uris) void this.#subscribe(pooled, uri, signal).catch(() => {});
  }

  /** Calls back with what servers tell of. Returns how to stop. */
  watch(listener: (news: ServedNews) => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  /** The server tells as long as anybody listens. */
  async #subscribe({ session, listeners }: Pooled, uri: string, signal: AbortSignal): Promise<void> {
    const count = listeners.get(uri) ?? 0;
    listeners.set(uri, count + 1);
    signal.addEventListener(
      'abort',
      () => {
        const left = (listeners.get(uri) ?? 1) - 1;
        if (left > 0) listeners.set(uri, left);
        else {
          listeners.delete(uri);
          void session
            .unsubscribe(uri, { caller: NOBODY, signal: AbortSignal.timeout(IDLE) })
            .catch(() => {});
        }
      },
      { once: true },
    );
    if (count === 0) await session.subscribe(uri, { caller: NOBODY, signal });
  }

  /** Whatever its clients can do makes no difference to news. */
  #anyOf(principal: Principal): Pooled {
    const { subject } = principal;
    return [...this.#pooled.values()].find((each) => each.subject === subject) ?? this.#find(principal, {});
  }

  #find(principal: Principal, capabilities: ClientCapabilities): Pooled {
    const key = JSON.stringify([principal, capabilities]);
    const found = this.#pooled.get(key) ?? this.#open(key, principal, capabilities);
    clearTimeout(found.idle);
    found.idle = setTimeout(() => this.#rest(key, found), IDLE).unref();
    return found;
  }

  #open(key: string, principal: Principal, capabilities: ClientCapabilities): Pooled {
    const tell = (notification: Message) => this.#announce(notification);
    const session = this.#gateway.open({ capabilities, ask: cannotAsk, tell }, principal);
    const pooled = { session, subject: principal.subject, listeners: new Map() };
    this.#pooled.set(key, pooled);
    return pooled;
  }

  #rest(key: string, pooled: Pooled): void {
    if (pooled.listeners.size > 0) {
      pooled.idle = setTimeout(() => this.#rest(key, pooled), IDLE).unref();
      return;
    }
    this.#pooled.delete(key);
    void this.#gateway.end(pooled.session);
  }

  #announce({ method, params }: Message): void {
    const news: ServedNews = {
      uris: new Set(method === 'notifications/resources/updated' ? [String(params?.uri)] : []),
      listChanged: method === 'notifications/resources/list_changed',
      toolsChanged: method === 'notifications/tools/list_changed',
      promptsChanged: method === 'notifications/prompts/list_changed',
    };
    for (const watcher of this.#watchers) watcher(news);
  }
}

async function cannotAsk(): Promise<never> {
  throw new Error(
    'The client is asked by the answer to one of its calls, and it is not clear for which of them this is asked.',
  );
}

const NOBODY: Caller = { ask: cannotAsk, tell: () => {} };
