import { createHash } from 'node:crypto';
import {
  type AuthInfo,
  type InitializeRequest,
  isInitializeRequest,
  isJSONRPCNotification,
  type McpServer,
  type RequestId,
  type Server,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { type Principal, principalOf } from '../access/principal.ts';
import { HttpError } from './httpError.ts';
import { SessionIds, type SessionOpening } from './sessionId.ts';

/** How long a session's id is good for, in milliseconds. */
const LIFETIME = 24 * 3_600_000;

/** Sessions kept at a time. The one that was used longest ago makes room, and is carried on when it is used again. */
const MAX_SESSIONS = 1_000;

/** Of sessions their clients ended it is remembered that they did, for this many. */
const MAX_ENDED = 10_000;

/** More than this of what a client says of its capabilities does not go into the session's id. In characters. */
const MAX_CAPABILITIES = 2_000;

interface Session {
  server: McpServer | Server;
  transport: WebStandardStreamableHTTPServerTransport;
  subject: string;
  user: SessionUser;
}

/** Whose session it is, with the roles of the request before: they may change with each token. */
interface SessionUser {
  latest?: Principal;
}

interface Post {
  authInfo: AuthInfo;
  /** The parsed body; absent where there is none. */
  parsedBody?: unknown;
}

/** Makes the server of a session; `moved`: another node opened it; `user`: whose it is, once a request told. */
type MakeServer = (moved: boolean, user: () => Principal | undefined) => McpServer | Server;

/**
 * The sessions of clients that speak revision 2025-11-25. Each node keeps those it has seen; one it has not, because
 * another node opened it or this one started anew, it carries on from what its id says.
 */
export class Sessions {
  readonly #ids: SessionIds;
  readonly #makeServer: MakeServer;
  /** The one used last stands last. */
  readonly #open = new Map<string, Session>();
  readonly #carrying = new Map<string, Promise<Session | undefined>>();
  /** Digests of their ids: ids carry what a client said of itself, and are long. */
  readonly #ended = new Set<string>();

  constructor(key: Uint8Array, makeServer: MakeServer) {
    this.#ids = new SessionIds(key, LIFETIME);
    this.#makeServer = makeServer;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Answers a request of the 2025 era. @throws HttpError */
  async handle(request: Request, post: Post): Promise<Response> {
    const principal = principalOf(post.authInfo);
    const { subject } = principal;
    const id = request.headers.get('mcp-session-id');
    const session = id === null ? await this.#begin(post, subject) : await this.#find(id, subject);
    session.user.latest = principal;
    const response = await session.transport.handleRequest(request, post);
    const cancelled = cancelledBy(post.parsedBody);
    // It gets no answer any more, and the SDK would keep its stream open for that.
    if (cancelled !== undefined) session.transport.closeSSEStream(cancelled);
    return response;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ server }) => server.close()));
  }

  async #begin({ parsedBody }: Post, subject: string): Promise<Session> {
    if (!isInitializeRequest(parsedBody)) {
      throw new HttpError(400, 'This needs a session. Begin with initialize, and send its Mcp-Session-Id.');
    }
    return await this.#connect(this.#ids.seal(openingOf(parsedBody, subject)), subject, false);
  }

  async #find(id: string, subject: string): Promise<Session> {
    const session = this.#open.get(id) ?? (await this.#carryOn(id));
    // To anybody else it does not exist.
    if (session?.subject !== subject) {
      throw new HttpError(404, 'This session does not exist or has ended. Begin with initialize again.');
    }
    this.#open.delete(id);
    this.#open.set(id, session);
    return session;
  }

  /** Once, however many of its requests come at the same time. */
  #carryOn(id: string): Promise<Session | undefined> {
    const underWay = this.#carrying.get(id) ?? this.#reopen(id).finally(() => this.#carrying.delete(id));
    this.#carrying.set(id, underWay);
    return underWay;
  }

  async #reopen(id: string): Promise<Session | undefined> {
    const opening = this.#ended.has(digestOf(id)) ? undefined : this.#ids.open(id);
    if (!opening) return undefined;
    const session = await this.#connect(id, opening.subject, true);
    const response = await session.transport.handleRequest(...initializeAgain(opening));
    await response.body?.cancel();
    return session;
  }

  async #connect(id: string, subject: string, moved: boolean): Promise<Session> {
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => id,
      onsessionclosed: (closed) => this.#remember(closed),
    });
    const user: SessionUser = {};
    const server = this.#makeServer(moved, () => user.latest);
    await server.connect(transport);
    const session = { server, transport, subject, user };
    this.#open.set(id, session);
    const [oldest] = this.#open;
    if (oldest && this.#open.size > MAX_SESSIONS) {
      this.#open.delete(oldest[0]);
      void oldest[1].server.close();
    }
    return session;
  }

  #remember(ended: string): void {
    this.#open.delete(ended);
    this.#ended.add(digestOf(ended));
    const [oldest] = this.#ended;
    if (oldest !== undefined && this.#ended.size > MAX_ENDED) this.#ended.delete(oldest);
  }
}

function digestOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}

/** The request that a message cancels. */
function cancelledBy(message: unknown): RequestId | undefined {
  if (!isJSONRPCNotification(message) || message.method !== 'notifications/cancelled') return undefined;
  const { requestId } = (message.params ?? {}) as { requestId?: unknown };
  return typeof requestId === 'string' || typeof requestId === 'number' ? requestId : undefined;
}

function openingOf({ params }: InitializeRequest, subject: string): SessionOpening {
  const { protocolVersion, capabilities, clientInfo } = params;
  return {
    subject,
    protocolVersion: protocolVersion.slice(0, 20),
    capabilities: JSON.stringify(capabilities).length > MAX_CAPABILITIES ? {} : capabilities,
    clientInfo: { name: clientInfo.name.slice(0, 100), version: clientInfo.version.slice(0, 50) },
  };
}

function initializeAgain({ subject: _, ...params }: SessionOpening): [Request, { parsedBody: unknown }] {
  const { protocolVersion, capabilities, clientInfo } = params;
  const parsedBody = {
    jsonrpc: '2.0',
    id: 0,
    method: 'initialize',
    params: { protocolVersion, capabilities, clientInfo },
  };
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  return [new Request('http://localhost/', { method: 'POST', headers }), { parsedBody }];
}
