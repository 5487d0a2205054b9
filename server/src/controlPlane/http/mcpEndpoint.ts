import {
  type AuthInfo,
  createMcpHandler,
  isJSONRPCRequest,
  isLegacyRequest,
  type McpHttpHandler,
  type McpServer,
  type Server,
} from '@modelcontextprotocol/server';
import { mayRead } from '../access/guard.ts';
import { principalOf } from '../access/principal.ts';
import type { Announcing } from '../resources/announceChanges.ts';
import type { News } from '../resources/news.ts';
import { MCP_PATH } from './addresses.ts';
import { HttpError } from './httpError.ts';
import type { Answer, IncomingRequest } from './nodeServer.ts';
import { Sessions } from './sessions.ts';

/** Where MCP servers come from, one for each request or session, and the news that clients listen to. */
export interface McpSource {
  makeServer(announcing: Announcing): McpServer | Server;
  watch(listener: (news: ServedNews) => void): () => void;
  /**
   * Somebody listens to news of resources until the signal. Absent: who may is a matter of the access table.
   *
   * @throws {ProtocolError} where they may not
   */
  listen?(listener: AuthInfo, uris: readonly string[], signal: AbortSignal): void;
}

/** News, also of what there is beside resources. */
export interface ServedNews extends News {
  toolsChanged?: boolean;
  promptsChanged?: boolean;
}

/** A request as the SDK takes it. */
export interface Exchange {
  request: Request;
  parsedBody?: unknown;
  /** Methods of its messages, each one that MCP knows or `other`. */
  methods: readonly string[];
}

const METHODS: ReadonlySet<string> = new Set([
  'initialize',
  'ping',
  'server/discover',
  'tools/list',
  'tools/call',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'resources/subscribe',
  'resources/unsubscribe',
  'subscriptions/listen',
  'prompts/list',
  'prompts/get',
  'completion/complete',
  'logging/setLevel',
  'notifications/initialized',
  'notifications/cancelled',
  'notifications/progress',
  'notifications/roots/list_changed',
]);

/** Timers take no more, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** MCP over Streamable HTTP: 2026-07-28 request by request, 2025-11-25 in sessions. */
export class McpEndpoint {
  readonly #handler: McpHttpHandler;
  readonly #sessions: Sessions;
  readonly #source: McpSource;
  readonly #stopWatching: () => void;

  /** @param sessions the key that seals their ids, and whether other nodes have it too */
  constructor(
    source: McpSource,
    sessions: { key: Uint8Array; shared: boolean },
    onerror: (error: Error) => void,
  ) {
    this.#handler = createMcpHandler(() => source.makeServer('elsewhere'), {
      legacy: 'reject',
      onerror,
    });
    // A session that other nodes carry on may have subscribed there.
    this.#sessions = new Sessions(sessions.key, (moved, user) =>
      source.makeServer(moved || sessions.shared ? { allTo: user } : 'subscribed'),
    );
    this.#source = source;
    this.#stopWatching = source.watch(({ uris, listChanged, toolsChanged, promptsChanged }) => {
      for (const uri of uris) this.#handler.notify.resourceUpdated(uri);
      if (listChanged) this.#handler.notify.resourcesChanged();
      if (toolsChanged) this.#handler.notify.toolsChanged();
      if (promptsChanged) this.#handler.notify.promptsChanged();
    });
  }

  /** Sessions on this node. */
  get sessions(): number {
    return this.#sessions.size;
  }

  /** @throws HttpError for a body that is no JSON */
  read({ method, headers, signal }: IncomingRequest, body: Uint8Array<ArrayBuffer> | undefined): Exchange {
    const init = { method, headers, signal };
    const request = new Request(`http://localhost${MCP_PATH}`, body ? { ...init, body } : init);
    if (!body) return { request, methods: [] };
    const parsedBody = parseJson(body);
    const messages: unknown[] = Array.isArray(parsedBody) ? parsedBody : [parsedBody];
    return { request, parsedBody, methods: messages.map(methodOf) };
  }

  async answer({ request, parsedBody, methods }: Exchange, authInfo: AuthInfo): Promise<Answer> {
    if (request.method === 'POST') this.#checkListening(parsedBody, authInfo, request.signal);
    const options = { authInfo, ...(parsedBody === undefined ? {} : { parsedBody }) };
    const response = (await isLegacyRequest(request, parsedBody))
      ? await this.#sessions.handle(request, options)
      : await this.#handler.fetch(request, options);
    const lasts = request.method === 'GET' || methods.includes('subscriptions/listen');
    return lasts ? { response, lasting: untilExpiryOf(authInfo) } : { response };
  }

  async close(): Promise<void> {
    this.#stopWatching();
    await Promise.all([this.#handler.close(), this.#sessions.close()]);
  }

  /** The SDK itself keeps what is listened to, so this is the place to ask whether it may be. */
  #checkListening(message: unknown, authInfo: AuthInfo, signal: AbortSignal): void {
    if (!isJSONRPCRequest(message) || message.method !== 'subscriptions/listen') return;
    const { notifications } = (message.params ?? {}) as {
      notifications?: { resourceSubscriptions?: unknown };
    };
    const uris = notifications?.resourceSubscriptions;
    if (!Array.isArray(uris)) return;
    try {
      if (this.#source.listen) this.#source.listen(authInfo, uris.map(String), signal);
      else for (const uri of uris) mayRead(principalOf(authInfo), String(uri));
    } catch (error) {
      throw new HttpError(403, (error as Error).message);
    }
  }
}

/** What a token let in does not outlast it. */
function untilExpiryOf({ expiresAt = 0 }: AuthInfo): AbortSignal {
  const left = expiresAt * 1_000 - Date.now();
  return AbortSignal.timeout(Math.min(Math.max(left, 0), LONGEST_TIMER));
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new HttpError(400, 'The request is no JSON.', { code: -32700 });
  }
}

function methodOf(message: unknown): string {
  const { method } = (message ?? {}) as { method?: unknown };
  return typeof method === 'string' && METHODS.has(method) ? method : 'other';
}
