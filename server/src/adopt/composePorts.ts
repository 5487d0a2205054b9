import type { Located } from './located.ts';
import type { Notes } from './notes.ts';
import { isPort, type Port, type Protocol, protocolOf } from './ports.ts';

/** A range of ports longer than this is not spelt out. */
const MAX_RANGE = 20;

const LOOPBACK = /^(?:127\.|localhost$|\[?::1\]?$)/;

/** Published ports reach whoever reaches the host. */
export function publishedPorts(ports: readonly Located[], notes: Notes): Port[] {
  return ports.flatMap((port) => (port.isMap ? longForm(port, notes) : shortForm(port, notes)));
}

/** `expose`: for the other services of the project alone. */
export function exposedPorts(ports: readonly Located[], notes: Notes): Port[] {
  return ports.flatMap((port): Port[] => {
    const [numbers, protocol] = (port.text ?? '').split('/');
    return spelt(numbers ?? '', port, notes).map((number) => ({
      port: number,
      ...(protocol === 'udp' ? { protocol: 'udp' as const } : {}),
      exposure: 'vertical',
      at: port.at,
      why: 'the other services of the project reach it',
    }));
  });
}

function longForm(port: Located, notes: Notes): Port[] {
  const target = port.get('target')?.number;
  if (!isPort(target)) {
    notes.add('decide', port, 'It does not say in plain figures which port; state it in spec.ports.');
    return [];
  }
  const name = port.get('name')?.text;
  const protocol = protocolOf(port.get('app_protocol')?.text) ?? protocolOf(port.get('protocol')?.text);
  const published = port.get('published')?.text;
  return [
    {
      port: target,
      ...(name ? { name } : {}),
      ...(protocol && protocol !== 'tcp' ? { protocol } : {}),
      at: port.at,
      ...reach(port.get('host_ip')?.text, published !== undefined || port.get('mode') !== undefined),
    },
  ];
}

/** `[[address:]published:]target[/protocol]`, each perhaps a range; an address may be one of IPv6 in brackets. */
function shortForm(port: Located, notes: Notes): Port[] {
  const [mapping = '', protocol] = (port.text ?? '').split('/');
  const parts = mapping.match(/\[[^\]]*\]|\$\{[^}]*\}[^:]*|[^:]+/g) ?? [];
  const targets = spelt(parts.at(-1) ?? '', port, notes);
  const address = parts.length > 2 ? parts.slice(0, -2).join(':') : undefined;
  const udp: Protocol | undefined = protocol === 'udp' ? 'udp' : undefined;
  return targets.map((target) => ({
    port: target,
    ...(udp ? { protocol: udp } : {}),
    at: port.at,
    ...reach(address, true),
  }));
}

function reach(address: string | undefined, isPublished: boolean): Pick<Port, 'exposure' | 'why'> {
  if (!isPublished) return { exposure: 'private' };
  return address !== undefined && LOOPBACK.test(address)
    ? { exposure: 'private', why: 'published on this machine alone' }
    : { exposure: 'lan', why: 'published on the host' };
}

function spelt(text: string, at: Located, notes: Notes): number[] {
  const range = /^(?<from>\d{1,5})(?:-(?<to>\d{1,5}))?$/.exec(text)?.groups;
  const from = Number(range?.from);
  const to = Number(range?.to ?? from);
  if (!range || !isPort(from) || !isPort(to) || to < from) {
    notes.add('decide', at, 'It does not say in plain figures which port; state it in spec.ports.');
    return [];
  }
  if (to - from >= MAX_RANGE) {
    notes.add('decide', at, `${to - from + 1} ports are more than are spelt out; state those that matter.`);
    return [];
  }
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
