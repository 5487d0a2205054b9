import {
  LOG_LEVEL_META_KEY,
  ProtocolError,
  ProtocolErrorCode,
  UriTemplate,
} from '@modelcontextprotocol/client';
import type { Principal } from '../../controlPlane/access/principal.ts';
import type { Environment } from '../../manifest/document.ts';
import { type Connector, IDENTITY } from '../connection/connector.ts';
import type { ListKind } from '../connection/known.ts';
import { type AskOptions, type Caller, Link, type LinkOwner, type Message } from '../connection/link.ts';
import type { Json } from '../connection/raw.ts';
import { checkUse, mayCallTool, mayUse } from '../policy/authorize.ts';
import type { CallResult, GatewayCall } from '../policy/call.ts';
import type { Chain } from '../policy/chain.ts';
import type { Governance } from '../policy/governance.ts';
import { unansweredOf } from '../policy/unanswered.ts';
import { exposedNames, type Route } from '../routing/names.ts';
import type { Alert } from '../telemetry/alerts.ts';
import type { Upstream } from '../upstream.ts';
import { Conversations } from './conversations.ts';
import { type Exchange, watched, withExtras } from './exchange.ts';
import { distinctResources, type Listed, namesOf, shown } from './listed.ts';
import { CHANGED, Listings, type SharedLists } from './listings.ts';
import { isAtLeast } from './logLevels.ts';
import { whenGiven } from './whenGiven.ts';

/** Whom a session serves. */
export type SessionClient = Omit<LinkOwner, 'onState'>;

/** What all sessions have in common. */
export interface Shared extends SharedLists {
  readonly environment: Environment;
  readonly governance: Governance;
  readonly chain: Chain;
  readonly connector: Connector;
  /** A connection that nobody uses is closed after so long, in milliseconds. */
  readonly idleMs: number;
}

/** One client of the gateway, and its own connections to the servers behind it. */
export class Session {
  readonly principal: Principal;
  readonly #shared: Shared;
  readonly #client: SessionClient;
  readonly #links = new Map<string, Link>();
  readonly #listings: Listings;
  readonly #conversations = new Conversations();
  #logLevel: string | undefined;

  constructor(shared: Shared, client: SessionClient, principal: Principal) {
    this.#shared = shared;
    this.#client = client;
    this.principal = principal;
    this.#listings = new Listings(shared, (upstream) => this.#link(upstream), client);
  }

  /** Its connections, as far as they were needed. */
  get links(): readonly Link[] {
    return [...this.#links.values()];
  }

  /** What the servers offer, under the names by which it is called here. Takes a few seconds at most. */
  async list(kind: ListKind): Promise<Json[]> {
    const listed = await this.#listings.all(kind);
    const { principal } = this;
    if (kind === 'resources' || kind === 'templates') {
      return distinctResources(
        listed.filter(({ upstream }) => mayUse(principal, upstream)),
        kind,
      );
    }
    // Names are given as for everybody: the same tool is called the same by all.
    const routes = exposedNames(new Map(listed.map(({ upstream, list }) => [upstream.name, namesOf(list)])));
    return [...routes].flatMap(([exposed, route]) => {
      const found = listed.find(({ upstream }) => upstream.name === route.server);
      const item = found?.list.items.find(({ name }) => name === route.name);
      const isForThem =
        found &&
        (kind === 'tools'
          ? mayCallTool(principal, found.upstream, route.name)
          : mayUse(principal, found.upstream));
      if (!isForThem || !item) return [];
      return [shown(exposed === route.name ? item : { ...item, name: exposed }, found)];
    });
  }

  /** What one server offers, as it names it. @returns undefined where nothing is known of it */
  async offers(upstream: Upstream, kind: ListKind): Promise<Listed | undefined> {
    return await this.#listings.one(upstream, kind);
  }

  /** Connects to a server where it is not connected. @throws where it cannot be reached */
  async reach(upstream: Upstream): Promise<void> {
    await this.#link(upstream).connect();
  }

  /** Ends the connections to a server; whoever needs one makes it anew, without having to wait. */
  async drop(server: string): Promise<void> {
    const dropped = [...this.#links].filter(([, link]) => link.upstream.name === server);
    for (const [key] of dropped) this.#links.delete(key);
    this.#listings.forget(server);
    await Promise.all(dropped.map(([, link]) => link.close()));
  }

  async callTool(params: Json, exchange: Exchange): Promise<CallResult> {
    const { upstream, name, definition } = await this.#named('tools', 'tool', String(params.name));
    const call = { method: 'tools/call', item: name, params: { ...params, name }, definition } as const;
    return await this.#call(upstream, call, exchange);
  }

  async getPrompt(params: Json, exchange: Exchange): Promise<CallResult> {
    const { upstream, name, definition } = await this.#named('prompts', 'prompt', String(params.name));
    const call = { method: 'prompts/get', item: name, params: { ...params, name }, definition } as const;
    return await this.#call(upstream, call, exchange);
  }

  async readResource(params: Json, exchange: Exchange): Promise<CallResult> {
    const uri = String(params.uri);
    const call = { method: 'resources/read', item: uri, params, definition: undefined } as const;
    return await this.#call(await this.#holderOf(uri), call, exchange);
  }

  async complete(params: Json, exchange: Exchange): Promise<CallResult> {
    const ref = (params.ref ?? {}) as { type?: unknown; name?: unknown; uri?: unknown };
    if (ref.type === 'ref/prompt') {
      const { upstream, name, definition } = await this.#named('prompts', 'prompt', String(ref.name));
      const passed = { ...params, ref: { ...ref, name } };
      const call = { method: 'completion/complete', item: name, params: passed, definition } as const;
      return await this.#call(upstream, call, exchange);
    }
    const uri = String(ref.uri);
    const call = { method: 'completion/complete', item: uri, params, definition: undefined } as const;
    return await this.#call(await this.#holderOf(uri), call, exchange);
  }

  /** Has the server of a resource tell of its changes. */
  async subscribe(uri: string, options: AskOptions): Promise<void> {
    const upstream = await this.#holderOf(uri);
    checkUse(upstream, this.principal, this.#shared.environment);
    await this.#link(upstream).subscribe(uri, options);
  }

  async unsubscribe(uri: string, options: AskOptions): Promise<void> {
    await this.#link(await this.#holderOf(uri)).unsubscribe(uri, options);
  }

  /** How much servers are to say of what they do; those connected later are told then. */
  async setLogLevel(level: string): Promise<void> {
    this.#logLevel = level;
    await Promise.all(this.links.map((link) => link.setLogLevel(level)));
  }

  /** Tells the client that it may be shown something else, though no server changed. */
  announce(): void {
    for (const method of new Set(Object.values(CHANGED))) this.#client.tell({ method });
  }

  /** Tells the client of pain and pleasure, where it wants to see what is logged. */
  alert({ feeling, server, cause, message }: Alert): void {
    const level = feeling === 'pain' ? 'warning' : 'notice';
    if (this.#logLevel === undefined || !isAtLeast(level, this.#logLevel)) return;
    const data = { message, feeling, server, cause };
    this.#client.tell({ method: 'notifications/message', params: { level, logger: IDENTITY.name, data } });
  }

  /** Tells all servers that are connected, as of roots that changed. */
  async tell(notification: Message): Promise<void> {
    await Promise.all(this.links.map((link) => link.tell(notification).catch(() => {})));
  }

  async close(): Promise<void> {
    this.#conversations.close();
    await Promise.all(this.links.map((link) => link.close()));
  }

  async #call(
    upstream: Upstream,
    call: Pick<GatewayCall, 'method' | 'item' | 'params'> & { definition: Json | undefined },
    exchange: Exchange,
  ): Promise<CallResult> {
    const { definition, ...rest } = call;
    const { environment, chain } = this.#shared;
    const { principal } = this;
    const { signal, correlation } = exchange;
    const held = this.#heldBy(upstream);
    const whole = {
      ...rest,
      ...(definition ? { definition } : {}),
      ...(held === undefined ? {} : { held }),
      ...{ upstream, principal, environment, correlation, signal },
    };
    return await chain(whole, (passed) => this.#dispatch(passed, exchange));
  }

  async #dispatch(call: GatewayCall, given: Exchange): Promise<CallResult> {
    const { method, params, item, signal, watch } = call;
    const exchange = watched(given, watch);
    const failed = (isSent: boolean) => (error: unknown) => {
      throw unansweredOf(error, signal, isSent);
    };
    const link = this.#link(call.upstream, call.replica);
    await link.connect().catch(failed(false));
    const { onprogress, isAskedByAnswer, extras } = exchange;
    const make = (
      caller: Caller & Pick<Exchange, 'onprogress'>,
      until: AbortSignal,
      added: readonly Json[],
    ) => {
      // Only who wants to know is told, whoever it is by then.
      const options = onprogress && caller.onprogress ? { onprogress: caller.onprogress } : {};
      const asked = link.ask(withExtras({ method, params }, added), { caller, signal: until, ...options });
      return asked.catch(failed(true));
    };
    if (link.era === 'modern') {
      const defaults = isAskedByAnswer ? {} : this.#logMeta();
      return await whenGiven((given) => make(exchange, signal, [defaults, given]), exchange, signal);
    }
    if (!isAskedByAnswer) return await make(exchange, signal, [extras]);
    const level = (extras._meta as Json | undefined)?.[LOG_LEVEL_META_KEY];
    if (level !== undefined && level !== this.#logLevel) await this.setLogLevel(String(level));
    const about = JSON.stringify([call.upstream.name, method, item]);
    return await this.#conversations.hold(
      (caller, until) => make(caller, until, []),
      about,
      exchange,
      signal,
    );
  }

  /** The replica that holds a session of this client: servers of revision 2026-07-28 hold none. */
  #heldBy(upstream: Upstream): string | undefined {
    const holds = ({ state, era }: Link) => state === 'connected' && era === 'legacy';
    return this.#linksTo(upstream).find(holds)?.replica;
  }

  /** Where lists and subscriptions are: one that is connected, or else whichever can be asked. */
  #homeOf(upstream: Upstream): string {
    const links = this.#linksTo(upstream);
    const connected = links.find(({ state }) => state === 'connected' || state === 'connecting');
    const failed = new Set(links.filter(({ state }) => state === 'failed').map(({ replica }) => replica));
    const { balancer } = this.#shared.governance;
    return (
      connected?.replica ?? balancer.choose(upstream, undefined, failed)?.url ?? upstream.replicas[0] ?? ''
    );
  }

  #linksTo(upstream: Upstream): Link[] {
    return this.links.filter((link) => link.upstream.name === upstream.name);
  }

  #link(upstream: Upstream, replica = this.#homeOf(upstream)): Link {
    const key = `${upstream.name} ${replica}`;
    const existing = this.#links.get(key);
    if (existing) return existing;
    const { connector, idleMs } = this.#shared;
    const { capabilities } = this.#client;
    const owner: LinkOwner = {
      capabilities,
      ask: (request, signal) => this.#client.ask(request, signal),
      tell: (notification) => this.#listings.told(upstream, notification),
      onState: () => this.#shared.onChange(),
    };
    const link = new Link({ upstream, replica, connector, owner, idleMs });
    if (this.#logLevel !== undefined) void link.setLogLevel(this.#logLevel);
    this.#links.set(key, link);
    return link;
  }

  /** Servers of revision 2026-07-28 are told with each request; older clients expect to be told all, unless they said less. */
  #logMeta(): Json {
    return { _meta: { [LOG_LEVEL_META_KEY]: this.#logLevel ?? 'debug' } };
  }

  /** @throws ProtocolError for a name that no server offers */
  async #named(
    kind: 'tools' | 'prompts',
    what: string,
    exposed: string,
  ): Promise<Route & { upstream: Upstream; definition: Json | undefined }> {
    const find = (listed: readonly Listed[]) => {
      const routes = exposedNames(
        new Map(listed.map(({ upstream, list }) => [upstream.name, namesOf(list)])),
      );
      const route = routes.get(exposed);
      const found = listed.find(({ upstream }) => upstream.name === route?.server);
      return route && found
        ? {
            ...route,
            upstream: found.upstream,
            definition: found.list.items.find(({ name }) => name === route.name),
          }
        : undefined;
    };
    const found =
      find(this.#listings.known(kind)) ??
      find(await this.#listings.all(kind)) ??
      find(this.#listings.withheld(kind));
    if (found) return found;
    const [only] = this.#shared.upstreams;
    // Whether there is such a one, and how to say that there is not, is the server's to tell.
    if (only && this.#shared.upstreams.length === 1) {
      return { server: only.name, name: exposed, upstream: only, definition: undefined };
    }
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no ${what} "${exposed}".`);
  }

  /** What is known of all servers that can be reached, without asking them; empty where something is not. */
  /** @throws ProtocolError for a URI that no server has */
  async #holderOf(uri: string): Promise<Upstream> {
    const { upstreams } = this.#shared;
    const [only] = upstreams;
    if (only && upstreams.length === 1) return only;
    const find = (resources: readonly Listed[], templates: readonly Listed[]) =>
      resources.find(({ list }) => list.items.some((item) => item.uri === uri)) ??
      templates.find(({ list }) => list.items.some((item) => fits(String(item.uriTemplate), uri)));
    const holder =
      find(this.#listings.known('resources'), this.#listings.known('templates')) ??
      find(await this.#listings.all('resources'), await this.#listings.all('templates'));
    if (holder) return holder.upstream;
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no resource "${uri}".`, { uri });
  }
}

function fits(template: string, uri: string): boolean {
  if (template === uri) return true;
  try {
    return new UriTemplate(template).match(uri) !== null;
  } catch {
    return false;
  }
}
