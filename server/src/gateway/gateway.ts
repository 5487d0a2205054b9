import type { Principal } from '../controlPlane/access/principal.ts';
import type { Environment } from '../manifest/document.ts';
import { SignIns } from './authorization/signIns.ts';
import { Connector } from './connection/connector.ts';
import { type Known, KnownInMemory } from './connection/known.ts';
import { OrganisationFeed, type OrganisationFeedOptions } from './pins/organisationFeed.ts';
import type { Pins } from './pins/pins.ts';
import { type Chain, policyChain } from './policy/chain.ts';
import { Governance } from './policy/governance.ts';
import { Offer } from './serving/offer.ts';
import { Session, type SessionClient, type Shared } from './serving/session.ts';
import { SessionLinks } from './serving/sessionLinks.ts';
import { GatewaySupervision } from './supervision/gatewaySupervision.ts';
import { rangesOf } from './transports/addresses.ts';
import { Dialler } from './transports/dial.ts';
import { type OpenWay, openWays } from './transports/open.ts';
import { proxiesOf } from './transports/proxies.ts';
import { guardian } from './transports/stdio.ts';
import type { Upstream } from './upstream.ts';

/** How long a connection is kept that nobody uses, in milliseconds. */
const IDLE = 10 * 60_000;

export interface GatewayOptions {
  readonly environment: Environment;
  /** Those offered in this environment, in order. */
  readonly upstreams: readonly Upstream[];
  /** By what calls are decided; default: locked in prod, with the usual limits. */
  readonly governance?: Governance;
  readonly known?: Known;
  /** What of the servers was approved; absent: all of it. */
  readonly pins?: Pins;
  /** What the organisation decided, by which the pins go too. */
  readonly organisation?: Pick<OrganisationFeedOptions, 'pins' | 'cache' | 'onTrouble'>;
  /** What its user signed in to; default: nothing, and that as long as it runs. */
  readonly signIns?: SignIns;
  readonly open?: OpenWay;
  /** Addresses and networks that may be dialled though they are nobody's but their network's. */
  readonly allowAddresses?: readonly string[];
  readonly idleMs?: number;
  /** More tools than this are found through three others; absent: 60. */
  readonly metaToolsAbove?: number;
}

/** What all clients of a gateway share. */
export class Gateway implements Shared {
  readonly environment: Environment;
  readonly upstreams: readonly Upstream[];
  readonly governance: Governance;
  readonly chain: Chain;
  readonly known: Known;
  readonly pins: Pins | undefined;
  /** Absent where there is no control plane that others share. */
  readonly organisation: OrganisationFeed | undefined;
  readonly offer: Offer;
  readonly connector: Connector;
  readonly signIns: SignIns;
  readonly dialler: Dialler;
  readonly idleMs: number;
  readonly metaToolsAbove: number | undefined;
  readonly supervision: GatewaySupervision;
  readonly #sessions = new Set<Session>();
  /** How many clients there have been. */
  #clients = 0;
  /** Told when a connection to a server came about or was lost, and when something else is known of what it offers. */
  onChange: () => void = () => {};

  constructor(options: GatewayOptions) {
    this.environment = options.environment;
    this.upstreams = options.upstreams;
    this.governance = options.governance ?? new Governance();
    this.governance.alerts.listen((alert) => {
      for (const session of this.#sessions) session.alert(alert);
    });
    this.known = options.known ?? new KnownInMemory();
    this.pins = options.pins;
    this.chain = policyChain(this.governance, this.pins);
    this.offer = new Offer(this.upstreams, this.known, this.pins);
    this.pins?.onChanged(() => {
      for (const session of this.#sessions) session.announce();
      this.onChange();
    });
    this.signIns = options.signIns ?? new SignIns();
    this.signIns.onChange = () => this.onChange();
    const proxyFor = proxiesOf(process.env);
    this.dialler = new Dialler(rangesOf(options.allowAddresses ?? []), { proxyFor });
    this.supervision = new GatewaySupervision(this.governance.alerts);
    this.supervision.root.adopt(guardian.supervisor);
    this.governance.supervise(this.supervision.root);
    this.connector = new Connector(options.open ?? openWays(this.dialler, this.signIns));
    this.idleMs = options.idleMs ?? IDLE;
    this.metaToolsAbove = options.metaToolsAbove;
    this.organisation = options.organisation && this.#follow(options.organisation);
  }

  /** Of the clients that are served now. */
  get sessions(): readonly Session[] {
    return [...this.#sessions];
  }

  isStopped(upstream: Upstream): boolean {
    return this.supervision.of(upstream).held !== undefined;
  }

  /** Ends all connections to a server, and lets none be made until it is allowed again. */
  async stop(upstream: Upstream): Promise<void> {
    const { name } = upstream;
    this.supervision.of(upstream).hold(`"${name}" was stopped by hand. Start it in the editor.`);
    await Promise.all(this.sessions.map((session) => session.drop(name)));
    this.onChange();
  }

  /** Lets a server be used that was stopped, or failed: nothing is waited for any more. */
  async allow(upstream: Upstream): Promise<void> {
    this.signIns.forget(upstream.name);
    this.supervision.of(upstream).allow();
    for (const { breaker } of this.governance.balancer.of(upstream)) breaker.reset();
    await Promise.all(this.sessions.map((session) => session.drop(upstream.name)));
  }

  /** Lets calls through to a server, or to one of its replicas, that were kept from it. */
  resetBreaker(upstream: Upstream, replica?: string): void {
    this.supervision.of(upstream).forgive();
    for (const { url, breaker } of this.governance.balancer.of(upstream)) {
      if (replica === undefined || url === replica) breaker.reset();
    }
    this.onChange();
  }

  /** Begins to serve a client. */
  open(client: SessionClient, principal: Principal): Session {
    const session = new Session(this, client, principal, `client ${++this.#clients}`);
    this.#sessions.add(session);
    return session;
  }

  async end(session: Session): Promise<void> {
    this.#sessions.delete(session);
    await session.close();
  }

  /** Ends everything, and the servers' processes with it. */
  async close(): Promise<void> {
    await Promise.all([...this.#sessions].map((session) => this.end(session)));
    await this.organisation?.close();
    this.pins?.close();
    await this.known.close();
    await this.governance.close();
  }

  #follow(
    organisation: Pick<OrganisationFeedOptions, 'pins' | 'cache' | 'onTrouble'>,
  ): OrganisationFeed | undefined {
    const { upstreams, connector, governance, supervision, idleMs } = this;
    // The one built in is this workspace's own.
    const plane = upstreams.find(
      ({ origin, transport }) => origin.kind === 'controlPlane' && transport === 'http',
    );
    if (!plane) return undefined;
    return new OrganisationFeed({
      ...organisation,
      servers: upstreams.map(({ name }) => name),
      linksFor: (owner) => {
        const id = 'what the organisation decided';
        const { balancer } = governance;
        const links = new SessionLinks({
          id,
          connector,
          balancer,
          supervision,
          idleMs,
          ownerOf: () => owner,
        });
        return { current: () => links.to(plane), close: () => links.close() };
      },
      onChange: () => this.pins?.organisationDecided(),
    });
  }
}
