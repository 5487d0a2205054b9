import { type LookupAddress, lookup } from 'node:dns';
import { type ClientRequestArgs, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { type BlockList, isIP, type LookupFunction } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect as connectSecurely } from 'node:tls';
import type { Upstream } from '../upstream.ts';
import { addressKind, isWithin, plainAddress } from './addresses.ts';
import { DialError } from './dialError.ts';
import type { ProxyFor } from './proxies.ts';
import { tunnel } from './tunnel.ts';

type MayDial = (address: string) => boolean;

/** Finds the addresses that a name stands for. */
export type Resolve = (
  name: string,
  options: { readonly all: true },
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

export interface DialOptions {
  /** Default: as the system does. */
  readonly resolve?: Resolve;
  /** Default: no proxy is used. */
  readonly proxyFor?: ProxyFor;
}

/** Makes connections to one kind of places. */
export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

/**
 * Connects to servers, but to none at an address that somebody else's network takes as its own: loopback, private,
 * link-local. The address that a name stands for is judged when it is connected to and is the one that is connected
 * to, so that a name cannot come to mean something else in between.
 */
export class Dialler {
  readonly #elsewhere: Agents;
  readonly #here: Agents;

  /** @param granted what may be dialled in spite of what it is */
  constructor(granted: BlockList, { resolve = lookup, proxyFor = () => undefined }: DialOptions = {}) {
    const mayDial = (isHere: boolean) => (address: string) => {
      const kind = addressKind(address);
      const plain = plainAddress(address);
      return kind === 'public' || (isHere && kind === 'loopback') || (!!plain && isWithin(granted, plain));
    };
    this.#elsewhere = agents(mayDial(false), resolve, proxyFor);
    this.#here = agents(mayDial(true), resolve, proxyFor);
  }

  /**
   * What connects to a replica of a server. That it is on this machine is granted by saying so: who writes
   * `localhost` in a manifest means it. What the control plane tells of was written elsewhere.
   */
  agentsFor({ origin }: { origin: Pick<Upstream['origin'], 'kind'> }, replica: URL): Agents {
    return origin.kind !== 'controlPlane' && isThisMachine(replica.hostname) ? this.#here : this.#elsewhere;
  }
}

/** Whether a URL names this machine, by its host. */
export function isThisMachine(hostname: string): boolean {
  const host = withoutBrackets(hostname);
  return isIP(host) ? addressKind(host) === 'loopback' : /^(?:.+\.)?localhost\.?$/.test(host);
}

function agents(mayDial: MayDial, resolve: Resolve, proxyFor: ProxyFor): Agents {
  const rules = { mayDial, resolve, proxyFor };
  return { http: new GuardedHttp(rules), https: new GuardedHttps(rules) };
}

interface Rules {
  readonly mayDial: MayDial;
  readonly resolve: Resolve;
  readonly proxyFor: ProxyFor;
}

class GuardedHttp extends HttpAgent {
  readonly #rules: Rules;

  constructor(rules: Rules) {
    super({ keepAlive: true, lookup: lookupOnly(rules) });
    this.#rules = rules;
  }

  override createConnection(...[options, callback]: Parameters<HttpAgent['createConnection']>) {
    const connection = around(options, false, this.#rules);
    if (!connection) return super.createConnection(options, callback);
    connection.then(
      (socket) => callback?.(null, socket),
      (error) => callback?.(error, undefined as never),
    );
    return undefined;
  }
}

class GuardedHttps extends HttpsAgent {
  readonly #rules: Rules;

  constructor(rules: Rules) {
    super({ keepAlive: true, lookup: lookupOnly(rules) });
    this.#rules = rules;
  }

  override createConnection(...[options, callback]: Parameters<HttpsAgent['createConnection']>) {
    const connection = around(options, true, this.#rules);
    if (!connection) return super.createConnection(options, callback);
    connection.then(
      (socket) => callback?.(null, connectSecurely({ ...options, socket } as ConnectionOptions)),
      (error) => callback?.(error, undefined as never),
    );
    return undefined;
  }
}

/** @returns what comes of it where a place is not simply connected to: it is refused, or reached by a proxy */
function around(
  { host, port }: ClientRequestArgs,
  isSecure: boolean,
  { mayDial, resolve, proxyFor }: Rules,
): Promise<Duplex> | undefined {
  const target = { isSecure, host: withoutBrackets(host ?? ''), port: Number(port) };
  const refusal = refusalOfLiteral(target.host, mayDial);
  if (refusal) return Promise.reject(refusal);
  // No proxy reaches this machine.
  if (isThisMachine(target.host)) return undefined;
  try {
    const proxy = proxyFor(target);
    return proxy && judgedByName(target.host, mayDial, resolve).then(() => tunnel(proxy, target));
  } catch (error) {
    return Promise.reject(error);
  }
}

/**
 * What a proxy makes of a name nobody here can see. One that stands, here, for nothing that may be dialled is not asked
 * of it either; one that is not known here may be there.
 */
async function judgedByName(host: string, mayDial: MayDial, resolve: Resolve): Promise<void> {
  if (isIP(host)) return;
  const addresses = await new Promise<string[]>((found) =>
    resolve(host, { all: true }, (error, all) => found(error ? [] : all.map(({ address }) => address))),
  );
  if (addresses.length > 0 && !addresses.some(mayDial)) throw refused(host, addresses);
}

/** An address is connected to without being looked up. A URL has put every spelling of it in one form by now. */
function refusalOfLiteral(literal: string, mayDial: MayDial): DialError | undefined {
  return isIP(literal) && !mayDial(literal) ? refused(literal, [literal]) : undefined;
}

/** Looks names up, and knows only of addresses that may be dialled. */
function lookupOnly({ mayDial, resolve }: Rules): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const granted = addresses.filter(({ address }) => mayDial(address));
      const [first] = granted;
      if (!first) {
        return callback(
          refused(
            hostname,
            addresses.map(({ address }) => address),
          ),
          [],
        );
      }
      if (options.all) callback(null, granted);
      else callback(null, first.address, first.family);
    });
  };
}

function refused(host: string, addresses: readonly string[]): DialError {
  const [address = ''] = addresses;
  const kind = addressKind(address);
  const where = address === host ? `${host} is` : `${host} is at ${address},`;
  return new DialError(
    `${where} a ${kind} address, which is not dialled unless it is granted. If it is meant, grant it: --allow-address ${plainAddress(address)}.`,
  );
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}
