import type { Connector } from '../connection/connector.ts';
import { Link, type LinkOwner } from '../connection/link.ts';
import type { Balancer } from '../routing/balancer.ts';
import type { GatewaySupervision } from '../supervision/gatewaySupervision.ts';
import { plainUrl } from '../telemetry/plainUrl.ts';
import type { Upstream } from '../upstream.ts';

export interface SessionLinksOptions {
  /** Whose they are. */
  readonly id: string;
  readonly connector: Connector;
  readonly balancer: Balancer;
  readonly supervision: GatewaySupervision;
  /** A connection that nobody uses is closed after so long, in milliseconds. */
  readonly idleMs: number;
  /** For whom a link to a server is made. */
  readonly ownerOf: (upstream: Upstream) => LinkOwner;
}

/** One client's connections to the servers, as far as they were needed. */
export class SessionLinks {
  readonly #options: SessionLinksOptions;
  readonly #links = new Map<string, Link>();
  #logLevel: string | undefined;

  constructor(options: SessionLinksOptions) {
    this.#options = options;
  }

  get all(): readonly Link[] {
    return [...this.#links.values()];
  }

  /** How much servers are to say of what they do; absent: nobody said. */
  get logLevel(): string | undefined {
    return this.#logLevel;
  }

  /** Those connected later are told then. */
  async setLogLevel(level: string): Promise<void> {
    this.#logLevel = level;
    await Promise.all(this.all.map((link) => link.setLogLevel(level)));
  }

  /** @param replica default: the one where lists and subscriptions are */
  to(upstream: Upstream, replica = this.#homeOf(upstream)): Link {
    const key = `${upstream.name} ${replica}`;
    const existing = this.#links.get(key);
    if (existing) return existing;
    const { connector, supervision, idleMs, ownerOf } = this.#options;
    const id =
      upstream.replicas.length > 1 ? `${this.#options.id} at ${plainUrl(replica)}` : this.#options.id;
    const supervisor = supervision.of(upstream);
    const owner = ownerOf(upstream);
    const link = new Link({ id, supervisor, upstream, replica, connector, owner, idleMs });
    if (this.#logLevel !== undefined) void link.setLogLevel(this.#logLevel);
    this.#links.set(key, link);
    return link;
  }

  /** The replica that holds a session of this client: servers of revision 2026-07-28 hold none. */
  heldBy(upstream: Upstream): string | undefined {
    const holds = ({ state, era }: Link) => state === 'connected' && era === 'legacy';
    return this.#of(upstream).find(holds)?.replica;
  }

  /** Ends the connections to a server; whoever needs one makes it anew. */
  async drop(server: string): Promise<void> {
    const dropped = [...this.#links].filter(([, link]) => link.upstream.name === server);
    for (const [key] of dropped) this.#links.delete(key);
    await Promise.all(dropped.map(([, link]) => link.close()));
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((link) => link.close()));
  }

  /** One that is connected, or else whichever can be asked. */
  #homeOf(upstream: Upstream): string {
    const links = this.#of(upstream);
    const connected = links.find(({ state }) => state === 'connected' || state === 'connecting');
    const failed = new Set(links.filter(({ state }) => state === 'failed').map(({ replica }) => replica));
    const { balancer } = this.#options;
    return (
      connected?.replica ?? balancer.choose(upstream, undefined, failed)?.url ?? upstream.replicas[0] ?? ''
    );
  }

  #of(upstream: Upstream): Link[] {
    return this.all.filter((link) => link.upstream.name === upstream.name);
  }
}
