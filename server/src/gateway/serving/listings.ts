import type { Caller, Message } from '../connection/caller.ts';
import { isFresh, type Known, type KnownList, LISTS, type ListKind } from '../connection/known.ts';
import type { Link } from '../connection/link.ts';
import type { Governance } from '../policy/governance.ts';
import type { Upstream } from '../upstream.ts';
import type { Listed } from './listed.ts';
import type { Offer } from './offer.ts';
import { soundTools } from './soundTools.ts';

/** A server that takes longer to list what it has is listed as it was last, in milliseconds. */
const LIST_PATIENCE = 3_000;

/** And is not waited for any longer than this at all, in milliseconds. */
const LIST_LIMIT = 60_000;

/** How a change of a list is told. */
export const CHANGED = {
  tools: 'notifications/tools/list_changed',
  prompts: 'notifications/prompts/list_changed',
  resources: 'notifications/resources/list_changed',
  templates: 'notifications/resources/list_changed',
} as const satisfies Record<ListKind, string>;

const KINDS = Object.keys(LISTS) as ListKind[];

/** What all that list have in common. */
export interface SharedLists {
  readonly upstreams: readonly Upstream[];
  readonly known: Known;
  readonly offer: Offer;
  readonly governance: Pick<Governance, 'alerts'>;
  /** A connection to a server came about or was lost, or something else is known of what it offers. */
  onChange(): void;
}

/** What the servers offer a client. No server that fails keeps others from being listed. */
export class Listings {
  readonly #shared: SharedLists;
  readonly #linkTo: (upstream: Upstream) => Link;
  readonly #client: Caller;
  readonly #asking = new Map<string, Promise<KnownList>>();
  /** Lists that did not come in time, and have not since. */
  readonly #late = new Set<string>();
  /** Servers that could not be asked last time. */
  readonly #unreachable = new Set<string>();
  /** Lists that changed since they were asked for. */
  readonly #outdated = new Set<string>();

  constructor(shared: SharedLists, linkTo: (upstream: Upstream) => Link, client: Caller) {
    this.#shared = shared;
    this.#linkTo = linkTo;
    this.#client = client;
  }

  /** Of every server of which something is known. Takes a few seconds at most. */
  async all(kind: ListKind): Promise<Listed[]> {
    const { upstreams } = this.#shared;
    const listed = await Promise.all(upstreams.map((upstream) => this.one(upstream, kind)));
    return listed.filter((each) => each !== undefined);
  }

  /** Of one server: what it says now, or else what it said last. @returns undefined where nothing is known of it */
  async one(upstream: Upstream, kind: ListKind): Promise<Listed | undefined> {
    await this.#shared.offer.decided();
    const held = this.#shared.known.get(upstream.name, kind);
    if (held && isFresh(held, Date.now()) && !this.#outdated.has(`${kind} ${upstream.name}`)) {
      return { upstream, list: this.#shared.offer.of(upstream, kind, held), isStale: false };
    }
    const key = `${kind} ${upstream.name}`;
    const fresh = this.#ask(upstream, kind);
    const list = await within(this.#isLate(upstream) ? 0 : LIST_PATIENCE, fresh);
    if (list) {
      this.#unreachable.delete(upstream.name);
      return { upstream, list: this.#shared.offer.of(upstream, kind, list), isStale: false };
    }
    this.#unreachable.add(upstream.name);
    if (list === undefined) {
      this.#late.add(key);
      void fresh.then(
        () => this.#late.delete(key) && this.told(upstream, { method: CHANGED[kind] }),
        () => this.#late.delete(key),
      );
    }
    const last = this.#shared.known.get(upstream.name, kind);
    return last && { upstream, list: this.#shared.offer.of(upstream, kind, last), isStale: true };
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
    const link = this.#linkTo(upstream);
    await link.connect();
    const { method, key } = LISTS[kind];
    this.#outdated.delete(`${kind} ${upstream.name}`);
    const offers = link.capabilities?.[kind === 'templates' ? 'resources' : kind] !== undefined;
    const options = { caller: this.#client, signal: AbortSignal.timeout(LIST_LIMIT) };
    const listed = offers ? await link.list(method, key, options) : { items: [], tooLong: 0, ttlMs: 0 };
    const { items: all, tooLong, ttlMs } = listed;
    this.#tellOfLength(upstream.name, kind, tooLong);
    const isByHeaders = kind === 'tools' && link.era === 'modern' && upstream.transport === 'http';
    const items = isByHeaders ? soundTools(upstream.name, all, this.#shared.governance.alerts) : all;
    const list = { items, at: Date.now(), ttlMs };
    this.#shared.known.putInstructions(upstream.name, link.instructions);
    this.#shared.known.put(upstream.name, kind, list);
    await this.#shared.offer.saw(upstream, kind, items, link.instructions);
    this.#shared.onChange();
    return list;
  }

  /** People hear of what is left out, and when nothing is any more. */
  #tellOfLength(server: string, kind: ListKind, tooLong: number): void {
    const { alerts } = this.#shared.governance;
    const cause = `length of ${kind} of ${server}`;
    const what = kind === 'templates' ? 'resource templates' : kind;
    if (tooLong === 0) {
      alerts.recover({
        cause,
        server,
        message: `"${server}": none of its ${what} is described too long any more.`,
      });
    } else {
      const message = `"${server}": ${tooLong} of its ${what} are left out: they are described by more than a million characters. Whoever runs it has to shorten that.`;
      alerts.raise({ cause, server, message });
    }
  }

  /** What is known of all servers without asking them; empty where something is not. */
  known(kind: ListKind): Listed[] {
    const listed: Listed[] = [];
    for (const upstream of this.#shared.upstreams) {
      const isStale = this.#unreachable.has(upstream.name);
      const isOutdated = this.#outdated.has(`${kind} ${upstream.name}`);
      const list = this.#shared.known.get(upstream.name, kind);
      if (!isStale && (!list || isOutdated || list.isRecalled)) return [];
      if (list) listed.push({ upstream, list: this.#shared.offer.of(upstream, kind, list), isStale });
    }
    return listed;
  }

  /** All that is known, what nobody is shown included: it is for the policy to say why not. */
  withheld(kind: ListKind): Listed[] {
    return this.#shared.upstreams.flatMap((upstream) => {
      const list = this.#shared.known.get(upstream.name, kind);
      return list ? [{ upstream, list, isStale: false }] : [];
    });
  }

  /** A server told of something: that may be that a list of its changed. */
  told(upstream: Upstream, notification: Message): void {
    for (const kind of KINDS) {
      if (CHANGED[kind] === notification.method) this.#outdated.add(`${kind} ${upstream.name}`);
    }
    this.#client.tell(notification);
  }

  /** Waits for a server again that was not waited for any more. */
  forget(server: string): void {
    for (const kind of KINDS) this.#late.delete(`${kind} ${server}`);
  }

  #isLate({ name }: Upstream): boolean {
    return KINDS.some((kind) => this.#late.has(`${kind} ${name}`));
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
