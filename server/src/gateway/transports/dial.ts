import { type LookupAddress, lookup } from 'node:dns';
import { type ClientRequestArgs, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { type BlockList, isIP, type LookupFunction } from 'node:net';
import type { Upstream } from '../upstream.ts';
import { addressKind, isWithin, plainAddress } from './addresses.ts';

type MayDial = (address: string) => boolean;

/** What is refused to be dialled, in the words of whoever reads it. */
export class DialError extends Error {
  override readonly name = 'DialError';
}

/** Finds the addresses that a name stands for. */
export type Resolve = (
  name: string,
  options: { readonly all: true },
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

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
  constructor(granted: BlockList, resolve: Resolve = lookup) {
    const mayDial = (isHere: boolean) => (address: string) => {
      const kind = addressKind(address);
      const plain = plainAddress(address);
      return kind === 'public' || (isHere && kind === 'loopback') || (!!plain && isWithin(granted, plain));
    };
    this.#elsewhere = agents(mayDial(false), resolve);
    this.#here = agents(mayDial(true), resolve);
  }

  /**
   * What connects to a replica of a server. That it is on this machine is granted by saying so: who writes
   * `localhost` in a manifest means it. What the control plane tells of was written elsewhere.
   */
  agentsFor({ origin }: Upstream, replica: URL): Agents {
    return origin.kind !== 'controlPlane' && isThisMachine(replica.hostname) ? this.#here : this.#elsewhere;
  }
}

/** Whether a URL names this machine, by its host. */
export function isThisMachine(hostname: string): boolean {
  const host = withoutBrackets(hostname);
  return isIP(host) ? addressKind(host) === 'loopback' : /^(?:.+\.)?localhost\.?$/.test(host);
}

function agents(mayDial: MayDial, resolve: Resolve): Agents {
  const found = lookupOnly(mayDial, resolve);
  return { http: new GuardedHttp(mayDial, found), https: new GuardedHttps(mayDial, found) };
}

class GuardedHttp extends HttpAgent {
  readonly #mayDial: MayDial;

  constructor(mayDial: MayDial, lookup: LookupFunction) {
    super({ keepAlive: true, lookup });
    this.#mayDial = mayDial;
  }

  override createConnection(...[options, callback]: Parameters<HttpAgent['createConnection']>) {
    const refusal = refusalOfLiteral(options, this.#mayDial);
    if (!refusal) return super.createConnection(options, callback);
    callback?.(refusal, undefined as never);
    return undefined;
  }
}

class GuardedHttps extends HttpsAgent {
  readonly #mayDial: MayDial;

  constructor(mayDial: MayDial, lookup: LookupFunction) {
    super({ keepAlive: true, lookup });
    this.#mayDial = mayDial;
  }

  override createConnection(...[options, callback]: Parameters<HttpsAgent['createConnection']>) {
    const refusal = refusalOfLiteral(options, this.#mayDial);
    if (!refusal) return super.createConnection(options, callback);
    callback?.(refusal, undefined as never);
    return undefined;
  }
}

/** An address is connected to without being looked up. A URL has put every spelling of it in one form by now. */
function refusalOfLiteral({ host }: ClientRequestArgs, mayDial: MayDial): DialError | undefined {
  const literal = withoutBrackets(host ?? '');
  return isIP(literal) && !mayDial(literal) ? refused(literal, [literal]) : undefined;
}

/** Looks names up, and knows only of addresses that may be dialled. */
function lookupOnly(mayDial: MayDial, resolve: Resolve): LookupFunction {
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
