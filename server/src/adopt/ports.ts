import type { Plain } from '../manifest/tree.ts';
import { type Draft, judged, type Stated } from './draft.ts';
import type { Origin } from './located.ts';

export const EXPOSURES = ['private', 'vertical', 'lan', 'public'] as const;
export type Exposure = (typeof EXPOSURES)[number];
export type Protocol = 'tcp' | 'udp' | 'http' | 'https' | 'grpc';

/** A port as a source gives it. */
export interface Port {
  port: number;
  name?: string;
  protocol?: Protocol;
  exposure?: Exposure;
  at: Origin;
  /** What its exposure was judged by. */
  why?: string;
}

/** Names of protocols in sources, in lower case; others are spoken over TCP. */
const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  tcp: 'tcp',
  udp: 'udp',
  dns: 'udp',
  http: 'http',
  http2: 'http',
  h2c: 'http',
  ws: 'http',
  wss: 'https',
  websocket: 'http',
  https: 'https',
  grpc: 'grpc',
  postgresql: 'tcp',
  postgres: 'tcp',
  redis: 'tcp',
  mysql: 'tcp',
  mongodb: 'tcp',
  amqp: 'tcp',
};

export function protocolOf(word: string | undefined): Protocol | undefined {
  const folded = word?.toLowerCase() ?? '';
  return Object.hasOwn(PROTOCOLS, folded) ? PROTOCOLS[folded] : undefined;
}

export function isPort(port: number | undefined): port is number {
  return port !== undefined && Number.isInteger(port) && port >= 1 && port <= 65_535;
}

/** The same port once, as wide as anybody opens it; in the order of the source. */
export function takePorts(service: Draft, ports: readonly Port[]): void {
  const byNumber = new Map<string, Port>();
  for (const port of ports) {
    const key = `${port.port}/${port.protocol === 'udp' ? 'udp' : 'tcp'}`;
    const known = byNumber.get(key);
    byNumber.set(key, known ? { ...port, ...known, ...widest(known, port) } : port);
  }
  const all = [...byNumber.values()];
  const [first] = all;
  if (!first) return;
  const value = all.map(({ port, name, protocol, exposure }): { [key: string]: Plain } => ({
    ...(name ? { name } : {}),
    port,
    ...(protocol ? { protocol } : {}),
    ...(exposure ? { exposure } : {}),
  }));
  const why = reasonOf(all);
  const stated: Stated = why ? judged<Plain>(value, first, why) : { value, at: first.at, how: 'told' };
  service.spec.set('ports', stated);
}

/** One for all of them, or one for each. */
function reasonOf(ports: readonly Port[]): string | undefined {
  const reasons = ports.flatMap(({ port, why }) => (why ? [{ port, why }] : []));
  const [first] = reasons;
  if (reasons.every(({ why }) => why === first?.why)) return first?.why;
  return reasons.map(({ port, why }) => `${port}: ${why}`).join('; ');
}

function widest(a: Port, b: Port): Pick<Port, 'exposure' | 'why'> {
  const wider =
    EXPOSURES.indexOf(b.exposure ?? 'private') > EXPOSURES.indexOf(a.exposure ?? 'private') ? b : a;
  return {
    ...(wider.exposure ? { exposure: wider.exposure } : {}),
    ...(wider.why ? { why: wider.why } : {}),
  };
}
