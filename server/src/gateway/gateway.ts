import type { Principal } from '../controlPlane/access/principal.ts';
import type { Environment } from '../manifest/document.ts';
import { Connector } from './connection/connector.ts';
import { type Known, KnownInMemory } from './connection/known.ts';
import { type Chain, policyChain } from './policy/chain.ts';
import { Governance } from './policy/governance.ts';
import { Session, type SessionClient, type Shared } from './serving/session.ts';
import { rangesOf } from './transports/addresses.ts';
import { Dialler } from './transports/dial.ts';
import { type OpenWay, openWays } from './transports/open.ts';
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
  readonly open?: OpenWay;
  /** Addresses and networks that may be dialled though they are nobody's but their network's. */
  readonly allowAddresses?: readonly string[];
  readonly idleMs?: number;
}

/** What all clients of a gateway share. */
export class Gateway implements Shared {
  readonly environment: Environment;
  readonly upstreams: readonly Upstream[];
  readonly governance: Governance;
  readonly chain: Chain;
  readonly known: Known;
  readonly connector: Connector;
  readonly idleMs: number;
  readonly #sessions = new Set<Session>();

  constructor(options: GatewayOptions) {
    this.environment = options.environment;
    this.upstreams = options.upstreams;
    this.governance = options.governance ?? new Governance();
    this.chain = policyChain(this.governance);
    this.known = options.known ?? new KnownInMemory();
    this.connector = new Connector(
      options.open ?? openWays(new Dialler(rangesOf(options.allowAddresses ?? []))),
    );
    this.idleMs = options.idleMs ?? IDLE;
  }

  /** Begins to serve a client. */
  open(client: SessionClient, principal: Principal): Session {
    const session = new Session(this, client, principal);
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
  }
}
