import { randomUUID } from 'node:crypto';
import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type JSONRPCRequest,
  LOG_LEVEL_META_KEY,
  Server,
  type ServerCapabilities,
  type ServerContext,
  type ServerOptions,
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

type Answer = (
  session: Session,
  params: Json,
  exchange: Exchange,
  metaToolsAbove: number | undefined,
) => Promise<Json>;

/** What clients may ask for; what is not here is not governed, and does not go through. */
const ANSWERS = {
  'tools/list': pagesOf('tools'),
  'prompts/list': pagesOf('prompts'),
  'resources/list': pagesOf('resources'),
  'resources/templates/list': pagesOf('templates'),
  'tools/call': (session, params, exchange) => calledTool(session, params, exchange),
  'prompts/get': (session, params, exchange) => session.getPrompt(params, exchange),
  'resources/read': (session, params, exchange) => session.readResource(params, exchange),
  'completion/complete': (session, params, exchange) => session.complete(params, exchange),
  'resources/subscribe': async (session, params, exchange) => {
    await session.subscribe(String(params.uri), { caller: exchange, signal: exchange.signal });
    return {};
  },
  'resources/unsubscribe': async (session, params, exchange) => {
    await session.unsubscribe(String(params.uri), { caller: exchange, signal: exchange.signal });
    return {};
  },
  'logging/setLevel': async (session, params) => {
    await session.setLogLevel(String(params.level));
    return {};
  },
} satisfies Readonly<Record<string, Answer>>;

type Method = keyof typeof ANSWERS;

/** Hands requests and answers on as they are: what the SDK would check and complete is for the servers and clients to. */
class PassingServer extends Server {
  // The SDK calls it in its constructor, for handlers of its own.
  protected override _wrapHandler(
    _method: string,
    handler: (request: JSONRPCRequest, context: ServerContext) => Promise<Json>,
  ): (request: JSONRPCRequest, context: ServerContext) => Promise<Json> {
    return handler;
  }
}

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
  gateway: Gateway,
  sessionOf: (context: ServerContext) => Session,
  principal?: Principal,
): Server {
  const { upstreams, offer } = gateway;
  const instructions = instructionsOf(upstreams, offer, principal);
  const options: ServerOptions = {
    capabilities: CAPABILITIES,
    ...(instructions === undefined ? {} : { instructions }),
  };
  const server = new PassingServer(IDENTITY, options);
  for (const method of Object.keys(ANSWERS) as Method[]) {
    server.setRequestHandler(method, { params: RAW }, answering(method, gateway, sessionOf));
  }
  return server;
}

/** How a request is answered. @param sessionOf the session that it belongs to */
export function answering(
  method: Method,
  { metaToolsAbove }: Gateway,
  sessionOf: (context: ServerContext) => Session,
): (params: Json, context: ServerContext) => Promise<Json> {
  const answer: Answer = ANSWERS[method];
  return async (params, context) => {
    const exchange = exchangeOf(context);
    try {
      return await answer(sessionOf(context), params, exchange, metaToolsAbove);
    } catch (error) {
      return answerOf(error, method);
    }
  };
}

function pagesOf(kind: ListKind): Answer {
  return async (session, { cursor }, _exchange, metaToolsAbove) => {
    const all = kind === 'tools' ? await listedTools(session, metaToolsAbove) : await session.list(kind);
    const { items, ...next } = pageOf(all, (item) => item[ID_BY[kind]], cursor);
    return { [LISTS[kind].key]: items, ...next };
  };
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
