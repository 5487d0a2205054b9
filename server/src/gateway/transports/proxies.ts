import { isIP } from 'node:net';
import { isWithin, plainAddress, rangesOf } from './addresses.ts';
import { Unreachable } from './plainErrors.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** A proxy that the user's environment names. */
export interface NamedProxy {
  readonly url: URL;
  /** The variable that names it. */
  readonly variable: string;
}

/** Finds the proxy by which a place is reached; undefined: by none. */
export type ProxyFor = (target: Target) => NamedProxy | undefined;

export interface Target {
  readonly isSecure: boolean;
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
}

/**
 * Reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` as most programs do, in capitals or not.
 *
 * @throws Unreachable, when it is used, for a proxy that is none that is known here
 */
export function proxiesOf(variables: Variables): ProxyFor {
  const named = (name: string) => {
    const variable = [name.toLowerCase(), name].find((each) => (variables[each] ?? '') !== '');
    return variable === undefined ? undefined : { variable, text: variables[variable] ?? '' };
  };
  const secure = named('HTTPS_PROXY');
  const plain = named('HTTP_PROXY');
  const exceptions = (named('NO_PROXY')?.text ?? '').split(/[\s,]+/).filter((each) => each !== '');
  return (target) => {
    const proxy = target.isSecure ? secure : plain;
    if (!proxy || exceptions.some((exception) => covers(exception, target))) return undefined;
    return { variable: proxy.variable, url: proxyUrl(proxy.text, proxy.variable) };
  };
}

function proxyUrl(text: string, variable: string): URL {
  const written = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new Unreachable(`${variable} names no HTTP proxy. Write it as http://HOST:PORT.`);
}

/** Whether a place is one that NO_PROXY excepts: by name, with all below it, by address, by network, by port. */
function covers(exception: string, { host, port }: Target): boolean {
  if (exception === '*') return true;
  if (isIP(host)) return coversAddress(exception, host, port);
  const [, name = '', only] = /^\*?\.?(.+?)(?::(\d+))?$/.exec(exception.toLowerCase()) ?? [];
  if (only !== undefined && Number(only) !== port) return false;
  const plain = host.toLowerCase().replace(/\.$/, '');
  return plain === name || plain.endsWith(`.${name}`);
}

function coversAddress(exception: string, host: string, port: number): boolean {
  const [, address = '', only] = /^(\[[^\]]+\]|[^:]+):(\d+)$/.exec(exception) ?? [undefined, exception];
  if (only !== undefined && Number(only) !== port) return false;
  try {
    return isWithin(rangesOf([address]), plainAddress(host) ?? host);
  } catch {
    // It is a name.
    return false;
  }
}
