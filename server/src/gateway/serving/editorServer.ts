import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import type { Server } from '@modelcontextprotocol/server';
import { LOCAL } from '../../controlPlane/access/principal.ts';
import {
  OVERVIEW_URI,
  OverviewMethods,
  type ServerContents,
  type ServerItem,
} from '../../protocol/gatewayOverview.ts';
import { SignInMethods } from '../../protocol/gatewaySignIn.ts';
import { LISTS, type ListKind } from '../connection/known.ts';
import { type Json, RAW } from '../connection/raw.ts';
import type { Gateway } from '../gateway.ts';
import type { Upstream } from '../upstream.ts';
import { answering, serverFor } from './downstream.ts';
import { editorClient } from './editorClient.ts';
import { type Listed, routesIn } from './listed.ts';
import { blockedOf, figuresOf, linksTo, overviewOf } from './overview.ts';
import { PinRequests } from './pinRequests.ts';
import type { Session } from './session.ts';
import { SignInRequests } from './signInRequests.ts';

/** Changes that come together are told together, in milliseconds. */
const QUIET = 50;

/** How calls went is told so often at most, in milliseconds. */
const CALLS_QUIET = 5_000;

/**
 * Serves the editor that started the gateway: what it serves everybody, and how its servers are, which is nobody
 * else's to know or change.
 *
 * @param url where everybody else is served
 */
export function editorServer(gateway: Gateway, url: string): Server {
  const tell = (method: string, params?: Json) =>
    void server.notification({ method, ...(params ? { params } : {}) } as never).catch(() => {});
  const session = gateway.open(
    editorClient(() => server),
    LOCAL,
  );
  const server: Server = serverFor(gateway, () => session, LOCAL);
  server.fallbackNotificationHandler = async ({ method }) => {
    if (method === 'notifications/roots/list_changed') await session.tell({ method });
  };
  const readAsEverybody = answering('resources/read', gateway, () => session);
  const signIns = new SignInRequests(gateway, () => server);
  server.oninitialized = () => signIns.begin();
  const own = new EditorRequests(gateway, session, url, signIns);
  server.setRequestHandler('resources/read', { params: RAW }, async (params, context) =>
    params.uri === OVERVIEW_URI ? own.overview() : await readAsEverybody(params, context),
  );
  server.fallbackRequestHandler = async ({ method, params = {} }, { mcpReq }) => {
    const answer = await own.answer(method, params, mcpReq.signal);
    if (answer) return answer as never;
    throw new ProtocolError(ProtocolErrorCode.MethodNotFound, 'Method not found');
  };
  let quiet: NodeJS.Timeout | undefined;
  let callsQuiet: NodeJS.Timeout | undefined;
  gateway.onChange = () => {
    quiet ??= setTimeout(() => {
      quiet = undefined;
      tell('notifications/resources/updated', { uri: OVERVIEW_URI });
    }, QUIET);
  };
  const { governance } = gateway;
  const stopListening = governance.alerts.listen((alert) => {
    tell(OverviewMethods.alert, { ...alert });
    gateway.onChange();
  });
  governance.observers.push(() => {
    callsQuiet ??= setTimeout(() => {
      callsQuiet = undefined;
      gateway.onChange();
    }, CALLS_QUIET).unref();
  });
  server.onclose = () => {
    stopListening();
    clearTimeout(quiet);
    clearTimeout(callsQuiet);
    gateway.onChange = () => {};
    void gateway.end(session);
  };
  return server;
}

/** What the editor may ask beyond what everybody may. */
class EditorRequests {
  readonly #gateway: Gateway;
  readonly #session: Session;
  readonly #url: string;
  readonly #pins: PinRequests;
  readonly #signIns: SignInRequests;

  constructor(gateway: Gateway, session: Session, url: string, signIns: SignInRequests) {
    this.#gateway = gateway;
    this.#session = session;
    this.#url = url;
    this.#pins = new PinRequests(gateway);
    this.#signIns = signIns;
  }

  /**
   * @param signal the editor does not want to know any more
   * @returns undefined for what is no such request
   */
  async answer(method: string, params: Json, signal: AbortSignal): Promise<Json | undefined> {
    switch (method) {
      case OverviewMethods.contents:
        return { ...(await this.#contents(this.#named(params))) };
      case OverviewMethods.log:
        return { lines: linksTo(this.#gateway, this.#named(params)).flatMap(({ lastLines }) => lastLines) };
      case OverviewMethods.start:
        await this.#start(this.#named(params));
        return {};
      case SignInMethods.signIn: {
        const upstream = this.#named(params);
        const signedIn = await this.#signIns.signIn(upstream, signal);
        await this.#start(upstream);
        return signedIn;
      }
      case SignInMethods.signOut: {
        const upstream = this.#named(params);
        const signedOut = await this.#signIns.signOut(upstream);
        await this.#gateway.allow(upstream);
        return signedOut;
      }
      case OverviewMethods.stop:
        await this.#gateway.stop(this.#named(params));
        return {};
      case OverviewMethods.unlockProd:
        this.#gateway.governance.unlockProd(Number(params.milliseconds) || 0);
        return {};
      case OverviewMethods.resetBreaker:
        this.#gateway.resetBreaker(
          this.#named(params),
          params.replica === undefined ? undefined : String(params.replica),
        );
        return {};
      default:
        return await this.#pins.answer(method, params);
    }
  }

  overview(): Json {
    const text = JSON.stringify(overviewOf(this.#gateway, this.#url));
    return { contents: [{ uri: OVERVIEW_URI, mimeType: 'application/json', text }] };
  }

  async #start(upstream: Upstream): Promise<void> {
    await this.#gateway.allow(upstream);
    await this.#session.reach(upstream);
  }

  async #contents(upstream: Upstream): Promise<ServerContents> {
    const kinds = Object.keys(LISTS) as ListKind[];
    const listed = await Promise.all(kinds.map((kind) => this.#session.offers(upstream, kind)));
    const items = (kind: ListKind) => this.#items(upstream, kind, listed[kinds.indexOf(kind)]);
    const stale = listed.find((each) => each?.isStale);
    const error = linksTo(this.#gateway, upstream).find((link) => link.error !== undefined)?.error;
    const isMissing = listed.some((each) => each === undefined || each.isStale);
    return {
      tools: items('tools'),
      prompts: items('prompts'),
      resources: items('resources'),
      templates: items('templates'),
      ...(stale ? { staleSince: new Date(stale.list.at).toISOString() } : {}),
      ...(isMissing && error !== undefined ? { error } : {}),
    };
  }

  #items(upstream: Upstream, kind: ListKind, listed: Listed | undefined): ServerItem[] {
    const named = kind === 'tools' || kind === 'prompts' ? kind : undefined;
    const exposed: ReadonlyMap<string, string> = named ? this.#exposed(upstream, named) : new Map();
    const figures =
      kind === 'tools' ? this.#gateway.governance.statistics.of(upstream.name)?.tools : undefined;
    const item = (definition: Json): ServerItem => {
      const name = String(definition.uri ?? definition.uriTemplate ?? definition.name);
      const { title, description } = definition;
      return {
        name,
        exposed: exposed.get(name) ?? name,
        ...(typeof title === 'string' ? { title } : {}),
        ...(typeof description === 'string' ? { description } : {}),
        definition,
        ...figuresOf(figures?.[name]),
      };
    };
    const offered = (listed?.list.items ?? []).map(item);
    if (!named) return offered;
    const blocked = blockedOf(this.#gateway, upstream, named).map((definition) => {
      const state = this.#gateway.pins?.judge(upstream.name, named, definition).state;
      return { ...item(definition), ...(state && state !== 'pinned' ? { blocked: state } : {}) };
    });
    return [...offered, ...blocked];
  }

  /** What a server's tools, or prompts, are called by from outside, by their own names. */
  #exposed({ name: server }: Upstream, kind: 'tools' | 'prompts'): Map<string, string> {
    const { upstreams, offer } = this.#gateway;
    const listed = upstreams.flatMap((upstream) => {
      const list = offer.remembered(upstream, kind);
      return list ? [{ upstream, list, isStale: false }] : [];
    });
    const routes = [...routesIn(listed)].filter(([, route]) => route.server === server);
    return new Map(routes.map(([exposed, route]) => [route.name, exposed]));
  }

  /** @throws ProtocolError where there is no such server */
  #named({ server }: Json): Upstream {
    const found = this.#gateway.upstreams.find(({ name }) => name === server);
    if (found) return found;
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      `The gateway has no server ${JSON.stringify(server)}.`,
    );
  }
}
