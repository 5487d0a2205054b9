import { LOG_LEVEL_META_KEY } from '@modelcontextprotocol/client';
import type { Principal } from '../../controlPlane/access/principal.ts';
import type { Environment } from '../../manifest/document.ts';
import type { AskOptions, Caller, Message } from '../connection/caller.ts';
import { type Connector, IDENTITY } from '../connection/connector.ts';
import type { ListKind } from '../connection/known.ts';
import type { Link, LinkOwner } from '../connection/link.ts';
import { paramHeaders } from '../connection/paramHeaders.ts';
import type { Json } from '../connection/raw.ts';
import type { Pins } from '../pins/pins.ts';
import { checkUse, mayCallTool, mayUse } from '../policy/authorize.ts';
import type { CallResult, GatewayCall } from '../policy/call.ts';
import type { Chain } from '../policy/chain.ts';
import type { Governance } from '../policy/governance.ts';
import { checkPin, pinnedTemplate } from '../policy/pin.ts';
import { unansweredOf } from '../policy/unanswered.ts';
import type { GatewaySupervision } from '../supervision/gatewaySupervision.ts';
import type { Alert } from '../telemetry/alerts.ts';
import type { Upstream } from '../upstream.ts';
import { signed, signedBy } from './asker.ts';
import { Conversations } from './conversations.ts';
import { Directory } from './directory.ts';
import { type Exchange, watched, withExtras } from './exchange.ts';
import { distinctResources, itemAt, type Listed, routesIn, shown } from './listed.ts';
import { CHANGED, Listings, type SharedLists } from './listings.ts';
import { isAtLeast } from './logLevels.ts';
import { SessionLinks } from './sessionLinks.ts';
import { whenGiven } from './whenGiven.ts';

/** Whom a session serves. */
export interface SessionClient extends Omit<LinkOwner, 'onState'> {
  /** It shows people what servers ask: each question says who asks it. */
  readonly isToldWhoAsks?: true;
}

/** What all sessions have in common. */
export interface Shared extends SharedLists {
  readonly environment: Environment;
  readonly governance: Governance;
  readonly chain: Chain;
  /** What of the servers was approved; absent: all of it. */
  readonly pins: Pins | undefined;
  readonly connector: Connector;
  readonly supervision: GatewaySupervision;
  /** A connection that nobody uses is closed after so long, in milliseconds. */
  readonly idleMs: number;
}

/** One client of the gateway, and its own connections to the servers behind it. */
export class Session {
  readonly principal: Principal;
  readonly #shared: Shared;
  readonly #client: SessionClient;
  readonly #links: SessionLinks;
  readonly #listings: Listings;
  readonly #directory: Directory;
  readonly #conversations = new Conversations();
  /** Calls of clients of revision 2026-07-28: those say with each how much of a log they want to see meanwhile. */
  readonly #underWay = new Set<Exchange>();

  /** @param id tells it from other clients of the gateway */
  constructor(shared: Shared, client: SessionClient, principal: Principal, id: string) {
    this.#shared = shared;
    this.#client = client;
    this.principal = principal;
    const { connector, idleMs, governance, supervision, upstreams } = shared;
    const ownerOf = (upstream: Upstream): LinkOwner => ({
      capabilities: client.capabilities,
      ask: (request, signal) =>
        client.ask(client.isToldWhoAsks ? signedBy({ server: upstream.name }, request) : request, signal),
      tell: (notification) => this.#listings.told(upstream, notification),
      onState: () => shared.onChange(),
    });
    const { balancer } = governance;
    this.#links = new SessionLinks({ id, connector, balancer, supervision, idleMs, ownerOf });
    this.#listings = new Listings(shared, (upstream) => this.#links.to(upstream), client);
    this.#directory = new Directory(upstreams, this.#listings);
  }

  /** Its connections, as far as they were needed. */
  get links(): readonly Link[] {
    return this.#links.all;
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
    return [...routesIn(listed)].flatMap(([exposed, route]) => {
      const found = itemAt(route, listed);
      if (!found?.item) return [];
      const { from, item } = found;
      const isForThem =
        kind === 'tools'
          ? mayCallTool(principal, from.upstream, route.name)
          : mayUse(principal, from.upstream);
      return isForThem ? [shown(exposed === route.name ? item : { ...item, name: exposed }, from)] : [];
    });
  }

  /** What one server offers, as it names it. @returns undefined where nothing is known of it */
  async offers(upstream: Upstream, kind: ListKind): Promise<Listed | undefined> {
    return await this.#listings.one(upstream, kind);
  }

  /** Connects to a server where it is not connected. @throws where it cannot be reached */
  async reach(upstream: Upstream): Promise<void> {
    await this.#links.to(upstream).connect();
  }

  /** Ends the connections to a server; whoever needs one makes it anew, without having to wait. */
  async drop(server: string): Promise<void> {
    this.#listings.forget(server);
    await this.#links.drop(server);
  }

  async callTool(params: Json, exchange: Exchange): Promise<CallResult> {
    const { upstream, name, definition } = await this.#directory.named('tools', String(params.name));
    const call = { method: 'tools/call', item: name, params: { ...params, name }, definition } as const;
    return await this.#call(upstream, call, exchange);
  }

  async getPrompt(params: Json, exchange: Exchange): Promise<CallResult> {
    const { upstream, name, definition } = await this.#directory.named('prompts', String(params.name));
    const call = { method: 'prompts/get', item: name, params: { ...params, name }, definition } as const;
    return await this.#call(upstream, call, exchange);
  }

  async readResource(params: Json, exchange: Exchange): Promise<CallResult> {
    const uri = String(params.uri);
    const { upstream, template } = await this.#directory.holderOf(uri);
    return await this.#call(upstream, { method: 'resources/read', item: uri, params, template }, exchange);
  }

  async complete(params: Json, exchange: Exchange): Promise<CallResult> {
    const ref = (params.ref ?? {}) as { type?: unknown; name?: unknown; uri?: unknown };
    if (ref.type === 'ref/prompt') {
      const { upstream, name, definition } = await this.#directory.named('prompts', String(ref.name));
      const passed = { ...params, ref: { ...ref, name } };
      const call = { method: 'completion/complete', item: name, params: passed, definition } as const;
      return await this.#call(upstream, call, exchange);
    }
    const uri = String(ref.uri);
    const { upstream, template } = await this.#directory.holderOf(uri);
    return await this.#call(
      upstream,
      { method: 'completion/complete', item: uri, params, template },
      exchange,
    );
  }

  /** Has the server of a resource tell of its changes. */
  async subscribe(uri: string, options: AskOptions): Promise<void> {
    const { upstream, template } = await this.#directory.holderOf(uri);
    const { environment, pins } = this.#shared;
    checkUse(upstream, this.principal, environment);
    if (template && pins) await checkPin(pins, upstream.name, pinnedTemplate(template));
    await this.#links.to(upstream).subscribe(uri, options);
  }

  async unsubscribe(uri: string, options: AskOptions): Promise<void> {
    const { upstream } = await this.#directory.holderOf(uri);
    await this.#links.to(upstream).unsubscribe(uri, options);
  }

  /** How much servers are to say of what they do; those connected later are told then. */
  async setLogLevel(level: string): Promise<void> {
    await this.#links.setLogLevel(level);
  }

  /** Tells the client that it may be shown something else, though no server changed. */
  announce(): void {
    for (const method of new Set(Object.values(CHANGED))) this.#client.tell({ method });
  }

  /** Tells the client of pain and pleasure, where it wants to see what is logged. */
  alert({ feeling, server, cause, message }: Alert): void {
    const level = feeling === 'pain' ? 'warning' : 'notice';
    const data = { message, feeling, server, cause };
    const said = { method: 'notifications/message', params: { level, logger: IDENTITY.name, data } };
    const { logLevel } = this.#links;
    if (logLevel !== undefined && isAtLeast(level, logLevel)) this.#client.tell(said);
    for (const exchange of this.#underWay) exchange.tell(said);
  }

  /** Tells all servers that are connected, as of roots that changed. */
  async tell(notification: Message): Promise<void> {
    await Promise.all(this.links.map((link) => link.tell(notification).catch(() => {})));
  }

  async close(): Promise<void> {
    this.#conversations.close();
    await this.#links.close();
  }

  async #call(
    upstream: Upstream,
    call: Pick<GatewayCall, 'method' | 'item' | 'params'> & {
      definition?: Json | undefined;
      template?: Json | undefined;
    },
    exchange: Exchange,
  ): Promise<CallResult> {
    const { definition, template, ...rest } = call;
    const { environment, chain } = this.#shared;
    const { principal } = this;
    const { signal, correlation } = exchange;
    const held = this.#links.heldBy(upstream);
    const whole = {
      ...rest,
      ...(definition ? { definition } : {}),
      ...(template ? { template } : {}),
      ...(held === undefined ? {} : { held }),
      ...{ upstream, principal, environment, correlation, signal },
    };
    if (exchange.isAskedByAnswer) this.#underWay.add(exchange);
    try {
      return await chain(whole, (passed) => this.#dispatch(passed, exchange));
    } finally {
      this.#underWay.delete(exchange);
    }
  }

  async #dispatch(call: GatewayCall, given: Exchange): Promise<CallResult> {
    const { method, params, item, signal, watch, definition } = call;
    const exchange = watched(this.#client.isToldWhoAsks ? signed(given, call) : given, watch);
    const failed = (isSent: boolean) => (error: unknown) => {
      throw unansweredOf(error, signal, isSent);
    };
    const link = this.#links.to(call.upstream, call.replica);
    await link.connect().catch(failed(false));
    const { onprogress, isAskedByAnswer, extras } = exchange;
    const make = (
      caller: Caller & Pick<Exchange, 'onprogress'>,
      until: AbortSignal,
      added: readonly Json[],
    ) => {
      // Only who wants to know is told, whoever it is by then.
      const options = {
        ...(onprogress && caller.onprogress ? { onprogress: caller.onprogress } : {}),
        ...(link.era === 'modern' ? { headers: paramHeaders(definition, params.arguments) } : {}),
      };
      const asked = link.ask(withExtras({ method, params }, added), { caller, signal: until, ...options });
      return asked.catch(failed(true));
    };
    if (link.era === 'modern') {
      const defaults = isAskedByAnswer ? {} : this.#logMeta();
      return await whenGiven((given) => make(exchange, signal, [defaults, given]), exchange, signal);
    }
    if (!isAskedByAnswer) return await make(exchange, signal, [extras]);
    const level = (extras._meta as Json | undefined)?.[LOG_LEVEL_META_KEY];
    if (level !== undefined && level !== this.#links.logLevel) await this.setLogLevel(String(level));
    const about = JSON.stringify([call.upstream.name, method, item]);
    return await this.#conversations.hold(
      (caller, until) => make(caller, until, []),
      about,
      exchange,
      signal,
    );
  }

  /** Servers of revision 2026-07-28 are told with each request; older clients expect to be told all, unless they said less. */
  #logMeta(): Json {
    return { _meta: { [LOG_LEVEL_META_KEY]: this.#links.logLevel ?? 'debug' } };
  }
}
