import { randomUUID } from 'node:crypto';
import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  LOG_LEVEL_META_KEY,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerCapabilities,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { correlationOf, type Identify, type Principal } from '../../controlPlane/access/principal.ts';
import type { Message } from '../connection/caller.ts';
import { IDENTITY } from '../connection/connector.ts';
import { LISTS, type ListKind } from '../connection/known.ts';
import { type Json, RAW } from '../connection/raw.ts';
import type { Gateway } from '../gateway.ts';
import { answerOf } from './answers.ts';
import type { Exchange } from './exchange.ts';
import { instructionsOf } from './instructions.ts';
import type { ListenedResources } from './listenedResources.ts';
import { isAtLeast } from './logLevels.ts';
import { calledTool, listedTools } from './metaTools.ts';
import { pageOf } from './page.ts';
import type { Session, SessionClient } from './session.ts';

/** A person who is asked something may take so long, in milliseconds. */
const ASKING_PATIENCE = 30 * 60_000;

/** Servers may turn up, and change what they offer, at any time. */
const CAPABILITIES: ServerCapabilities = {
  tools: { listChanged: true },
  prompts: { listChanged: true },
  resources: { listChanged: true, subscribe: true },
  completions: {},
  logging: {},
};

/** What tells an item of a list from all others, once servers are told apart. */
const ID_BY = {
  tools: 'name',
  prompts: 'name',
  resources: 'uri',
  templates: 'uriTemplate',
} as const satisfies Record<ListKind, string>;

const LISTED_BY = new Map(
  (Object.keys(LISTS) as ListKind[]).map((kind) => [LISTS[kind].method as string, kind] as const),
);

/**
 * The server that one client of the gateway speaks to, in either era. It takes requests as they come and hands on
 * answers as they come.
 *
 * @param known what is known of the client before it asks for anything: who it is, and what it listens to
 */
export function gatewayServer(
  gateway: Gateway,
  identify: Identify,
  known: { readonly principal?: Principal; readonly listened?: ListenedResources } = {},
): Server {
  let session: Session | undefined;
  const sessionOf = (context: ServerContext) => {
    if (!session) {
      session = gateway.open(clientOf(server, context), identify(context));
      known.listened?.attach(session);
    }
    return session;
  };
  const server: Server = serverFor(gateway, sessionOf, known.principal);
  server.fallbackNotificationHandler = async ({ method }) => {
    if (method === 'notifications/roots/list_changed') await session?.tell({ method });
  };
  server.onclose = () => {
    if (session) void gateway.end(session);
  };
  return server;
}

/**
 * @param sessionOf the session that a request belongs to
 * @param principal whom it serves, where that is known before they ask for anything
 */
export function serverFor(
  { upstreams, offer, metaToolsAbove }: Gateway,
  sessionOf: (context: ServerContext) => Session,
  principal?: Principal,
): Server {
  const instructions = instructionsOf(upstreams, offer, principal);
  const server = new Server(IDENTITY, {
    capabilities: CAPABILITIES,
    ...(instructions === undefined ? {} : { instructions }),
  });
  // The SDK would answer it by itself.
  server.removeRequestHandler('logging/setLevel');
  server.fallbackRequestHandler = async ({ method, params = {} }, context) => {
    const exchange = exchangeOf(context as ServerContext);
    try {
      const session = sessionOf(context as ServerContext);
      const kind = LISTED_BY.get(method);
      if (kind) return (await page(session, kind, params.cursor, metaToolsAbove)) as never;
      return (await answer(session, { method, params }, exchange)) as never;
    } catch (error) {
      return answerOf(error, method) as never;
    }
  };
  return server;
}

async function page(
  session: Session,
  kind: ListKind,
  cursor: unknown,
  metaToolsAbove: number | undefined,
): Promise<Json> {
  const all = kind === 'tools' ? await listedTools(session, metaToolsAbove) : await session.list(kind);
  const { items, ...next } = pageOf(all, (item) => item[ID_BY[kind]], cursor);
  return { [LISTS[kind].key]: items, ...next };
}

async function answer(session: Session, { method, params = {} }: Message, exchange: Exchange): Promise<Json> {
  switch (method) {
    case 'tools/call':
      return await calledTool(session, params, exchange);
    case 'prompts/get':
      return await session.getPrompt(params, exchange);
    case 'resources/read':
      return await session.readResource(params, exchange);
    case 'completion/complete':
      return await session.complete(params, exchange);
    case 'resources/subscribe':
      await session.subscribe(String(params.uri), { caller: exchange, signal: exchange.signal });
      return {};
    case 'resources/unsubscribe':
      await session.unsubscribe(String(params.uri), { caller: exchange, signal: exchange.signal });
      return {};
    case 'logging/setLevel':
      await session.setLogLevel(String(params.level));
      return {};
    default:
      throw new ProtocolError(ProtocolErrorCode.MethodNotFound, 'Method not found');
  }
}

function exchangeOf(context: ServerContext): Exchange {
  const { mcpReq, http } = context;
  const { signal, envelope, inputResponses, _meta } = mcpReq;
  const requestState = mcpReq.requestState();
  const level = (envelope as Json | undefined)?.[LOG_LEVEL_META_KEY];
  const progressToken = _meta?.progressToken;
  const isModern = envelope !== undefined;
  const tell = (notification: Message) => {
    if (isModern && !isWanted(notification, level)) return;
    void mcpReq.notify(notification as never).catch(() => {});
  };
  return {
    signal,
    correlation: correlationOf(http?.authInfo) ?? randomUUID(),
    isAskedByAnswer: isModern,
    extras: {
      ...(inputResponses ? { inputResponses } : {}),
      ...(requestState === undefined ? {} : { requestState }),
      ...(level === undefined ? {} : { _meta: { [LOG_LEVEL_META_KEY]: level } }),
    },
    ask: async (request, askedUntil) =>
      await mcpReq.send(request as never, RAW, { signal: askedUntil, timeout: ASKING_PATIENCE }),
    tell,
    ...(progressToken === undefined
      ? {}
      : {
          onprogress: (progress) =>
            tell({ method: 'notifications/progress', params: { ...progress, progressToken } }),
        }),
  };
}

/** Clients of revision 2026-07-28 say with each request how much of a server's log they want to see of it. */
function isWanted({ method, params }: Message, level: unknown): boolean {
  if (method !== 'notifications/message') return true;
  return level !== undefined && isAtLeast(params?.level, level);
}

function clientOf(server: Server, context: ServerContext): SessionClient {
  return {
    capabilities: capabilitiesOf(context, server),
    ask: async (request, signal) =>
      await server.request(request as never, RAW, { signal, timeout: ASKING_PATIENCE }),
    tell: (notification) => void server.notification(notification as never).catch(() => {}),
  };
}

/** What a client says it can do, with each request or when it began. */
export function capabilitiesOf({ mcpReq: { envelope } }: ServerContext, server: Server): ClientCapabilities {
  const declared = (envelope as Json | undefined)?.[CLIENT_CAPABILITIES_META_KEY];
  return passedOn((declared ?? server.getClientCapabilities() ?? {}) as ClientCapabilities);
}

/** What the gateway passes on. */
function passedOn({ sampling, elicitation, roots }: ClientCapabilities): ClientCapabilities {
  return {
    ...(sampling ? { sampling } : {}),
    ...(elicitation ? { elicitation } : {}),
    ...(roots ? { roots } : {}),
  };
}
