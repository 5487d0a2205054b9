import {
  LOG_LEVEL_META_KEY,
  ProtocolError,
  ProtocolErrorCode,
  UriTemplate,
} from '@modelcontextprotocol/client';
import type { Principal } from '../../controlPlane/access/principal.ts';
import type { Environment } from '../../manifest/document.ts';
import type { Connector } from '../connection/connector.ts';
import { type Known, type KnownList, LISTS, type ListKind } from '../connection/known.ts';
import { Link, type LinkOwner, type Message } from '../connection/link.ts';
import type { Json } from '../connection/raw.ts';
import { isOffered } from '../policy/authorize.ts';
import type { CallResult, GatewayCall } from '../policy/call.ts';
import type { Chain } from '../policy/chain.ts';
import { exposedNames, type Route } from '../routing/names.ts';
import type { Upstream } from '../upstream.ts';
import { type Exchange, withExtras } from './exchange.ts';
import { whenGiven } from './whenGiven.ts';

/** Whom a session serves. */
export type SessionClient = Omit<LinkOwner, 'onState'>;

/** What all sessions have in common. */
export interface Shared {
  readonly environment: Environment;
  readonly upstreams: readonly Upstream[];
  readonly chain: Chain;
  readonly known: Known;
  readonly connector: Connector;
  /** A connection that nobody uses is closed after so long, in milliseconds. */
  readonly idleMs: number;
}

/** What was listed of one server. */
interface Listed {
  readonly upstream: Upstream;
  readonly list: KnownList;
  /** It could not be asked just now. */
  readonly isStale: boolean;
}

/** A server that takes longer to list what it has is listed as it was last, in milliseconds. */
const LIST_PATIENCE = 3_000;

/** Says of something listed since when its server could not be asked. */
export const STALE = 'heady.systems/staleSince';

const CHANGED = {
  tools: 'notifications/tools/list_changed',
  prompts: 'notifications/prompts/list_changed',
  resources: 'notifications/resources/list_changed',
  templates: 'notifications/resources/list_changed',
} as const satisfies Record<ListKind, string>;

const KINDS = Object.keys(LISTS) as ListKind[];

/** One client of the gateway, and its own connections to the servers behind it. */
export class Session {
  readonly principal: Principal;
  readonly #shared: Shared;
  readonly #client: SessionClient;
  readonly #links = new Map<string, Link>();
  readonly #asking = new Map<string, Promise<KnownList>>();
  /** Servers that did not answer in time, and have not since. */
  readonly #late = new Set<string>();
  /** Lists that changed since they were asked for. */
  readonly #outdated = new Set<string>();
  #logLevel: string | undefined;

  constructor(shared: Shared, client: SessionClient, principal: Principal) {
    this.#shared = shared;
    this.#client = client;
    this.principal = principal;
  }

  /** Its connections, as far as they were needed. */
  get links(): readonly Link[] {
    return [...this.#links.values()];
  }

  /** What the servers offer, under the names by which it is called here. Takes a few seconds at most. */
  async list(kind: ListKind): Promise<Json[]> {
    const listed = await this.#listAll(kind);
    if (kind === 'resources' || kind === 'templates') return distinctResources(listed, kind);
    const routes = exposedNames(new Map(listed.map(({ upstream, list }) => [upstream.name, namesOf(list)])));
    return [...routes].flatMap(([exposed, route]) => {
      const found = listed.find(({ upstream }) => upstream.name === route.server);
      const item = found?.list.items.find(({ name }) => name === route.name);
      return found && item ? [shown(exposed === route.name ? item : { ...item, name: exposed }, found)] : [];
    });
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

  async subscribe(uri: string, exchange: Exchange): Promise<void> {
    await this.#link(await this.#holderOf(uri)).subscribe(uri, asked(exchange));
  }

  async unsubscribe(uri: string, exchange: Exchange): Promise<void> {
    await this.#link(await this.#holderOf(uri)).unsubscribe(uri, asked(exchange));
  }

  /** How much servers are to say of what they do; those connected later are told then. */
  async setLogLevel(level: string): Promise<void> {
    this.#logLevel = level;
    await Promise.all(this.links.map((link) => link.setLogLevel(level)));
  }

  /** Tells all servers that are connected, as of roots that changed. */
  async tell(notification: Message): Promise<void> {
    await Promise.all(this.links.map((link) => link.tell(notification).catch(() => {})));
  }

  async close(): Promise<void> {
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
    const whole = { ...rest, upstream, principal, environment, correlation, signal };
    return await chain(definition ? { ...whole, definition } : whole, (passed) =>
      this.#dispatch(passed, exchange),
    );
  }

  async #dispatch(call: GatewayCall, exchange: Exchange): Promise<CallResult> {
    const link = this.#link(call.upstream, call.replica);
    await link.connect();
    const { method, params, signal } = call;
    const defaults = link.era === 'modern' && !exchange.isAskedByAnswer ? this.#logMeta() : {};
    const ask = (extras: Json) =>
      link.ask(withExtras({ method, params }, [defaults, extras]), { ...asked(exchange), signal });
    return await whenGiven(ask, exchange, signal);
  }

  #link(upstream: Upstream, replica = upstream.replicas[0] ?? ''): Link {
    const key = `${upstream.name} ${replica}`;
    const existing = this.#links.get(key);
    if (existing) return existing;
    const { connector, idleMs } = this.#shared;
    const { capabilities } = this.#client;
    const owner: LinkOwner = {
      capabilities,
      ask: (request, signal) => this.#client.ask(request, signal),
      tell: (notification) => this.#told(upstream, notification),
      onState: () => {},
    };
    const link = new Link({ upstream, replica, connector, owner, idleMs });
    if (this.#logLevel !== undefined) void link.setLogLevel(this.#logLevel);
    this.#links.set(key, link);
    return link;
  }

  #told(upstream: Upstream, notification: Message): void {
    for (const kind of KINDS) {
      if (CHANGED[kind] === notification.method) this.#outdated.add(`${kind} ${upstream.name}`);
    }
    this.#client.tell(notification);
  }

  async #listAll(kind: ListKind): Promise<Listed[]> {
    const { upstreams } = this.#shared;
    const listed = await Promise.all(upstreams.map((upstream) => this.#listOne(upstream, kind)));
    return listed.filter((each) => each !== undefined);
  }

  /** @returns undefined for a server of which nothing is known */
  async #listOne(upstream: Upstream, kind: ListKind): Promise<Listed | undefined> {
    const fresh = this.#ask(upstream, kind);
    const list = await within(this.#late.has(upstream.name) ? 0 : LIST_PATIENCE, fresh);
    if (list) return { upstream, list: offeredOf(upstream, kind, list), isStale: false };
    if (list === undefined) {
      this.#late.add(upstream.name);
      void fresh.then(
        () => this.#late.delete(upstream.name) && this.#told(upstream, { method: CHANGED[kind] }),
        () => this.#late.delete(upstream.name),
      );
    }
    const last = this.#shared.known.get(upstream.name, kind);
    return last && { upstream, list: offeredOf(upstream, kind, last), isStale: true };
  }

  /** Once, however many want to know at the same time. */
  #ask(upstream: Upstream, kind: ListKind): Promise<KnownList> {
    const key = `${kind} ${upstream.name}`;
    const underWay =
      this.#asking.get(key) ?? this.#askAnew(upstream, kind).finally(() => this.#asking.delete(key));
    this.#asking.set(key, underWay);
    return underWay;
  }

  async #askAnew(upstream: Upstream, kind: ListKind): Promise<KnownList> {
    const link = this.#link(upstream);
    await link.connect();
    const { method, key } = LISTS[kind];
    this.#outdated.delete(`${kind} ${upstream.name}`);
    const offers = link.capabilities?.[kind === 'templates' ? 'resources' : kind] !== undefined;
    const options = { caller: this.#client, signal: AbortSignal.timeout(upstream.timeoutMs) };
    const items = offers ? await link.list(method, key, options) : [];
    const list = { items, at: Date.now() };
    this.#shared.known.put(upstream.name, kind, list);
    return list;
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
    const found = find(this.#known(kind)) ?? find(await this.#listAll(kind));
    if (found) return found;
    const [only] = this.#shared.upstreams;
    // Whether there is such a one, and how to say that there is not, is the server's to tell.
    if (only && this.#shared.upstreams.length === 1) {
      return { server: only.name, name: exposed, upstream: only, definition: undefined };
    }
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no ${what} "${exposed}".`);
  }

  /** What is known of all servers without asking them; empty where something is not. */
  #known(kind: ListKind): Listed[] {
    const listed = this.#shared.upstreams.map((upstream) => {
      const isOutdated = this.#outdated.has(`${kind} ${upstream.name}`);
      const list = isOutdated ? undefined : this.#shared.known.get(upstream.name, kind);
      return list && { upstream, list: offeredOf(upstream, kind, list), isStale: false };
    });
    return listed.every((each) => each !== undefined) ? listed : [];
  }

  /** @throws ProtocolError for a URI that no server has */
  async #holderOf(uri: string): Promise<Upstream> {
    const { upstreams } = this.#shared;
    const [only] = upstreams;
    if (only && upstreams.length === 1) return only;
    const find = (resources: readonly Listed[], templates: readonly Listed[]) =>
      resources.find(({ list }) => list.items.some((item) => item.uri === uri)) ??
      templates.find(({ list }) => list.items.some((item) => fits(String(item.uriTemplate), uri)));
    const holder =
      find(this.#known('resources'), this.#known('templates')) ??
      find(await this.#listAll('resources'), await this.#listAll('templates'));
    if (holder) return holder.upstream;
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no resource "${uri}".`, { uri });
  }
}

function asked(exchange: Exchange) {
  const { signal, onprogress } = exchange;
  return { caller: exchange, signal, ...(onprogress ? { onprogress } : {}) };
}

function namesOf({ items }: KnownList): string[] {
  return items.flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
}

function offeredOf(upstream: Upstream, kind: ListKind, list: KnownList): KnownList {
  if (kind !== 'tools') return list;
  return { ...list, items: list.items.filter(({ name }) => isOffered(upstream, String(name))) };
}

/** A URI leads to one server: the first that has it. */
function distinctResources(listed: readonly Listed[], kind: 'resources' | 'templates'): Json[] {
  const seen = new Set<unknown>();
  return listed.flatMap((each) =>
    each.list.items.flatMap((item) => {
      const uri = kind === 'resources' ? item.uri : item.uriTemplate;
      if (seen.has(uri)) return [];
      seen.add(uri);
      return [shown(item, each)];
    }),
  );
}

function shown(item: Json, { isStale, list }: Listed): Json {
  if (!isStale) return item;
  return {
    ...item,
    _meta: { ...(item._meta as Json | undefined), [STALE]: new Date(list.at).toISOString() },
  };
}

function fits(template: string, uri: string): boolean {
  if (template === uri) return true;
  try {
    return new UriTemplate(template).match(uri) !== null;
  } catch {
    return false;
  }
}

/** @returns undefined where it takes longer, null where it fails */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  return await Promise.race([promise.catch(() => null), late]).finally(() => clearTimeout(timer));
}
