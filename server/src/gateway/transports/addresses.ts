import { BlockList, isIP } from 'node:net';

/** What an address is for. Only `public` ones belong to nobody in particular. */
export type AddressKind = 'public' | 'loopback' | 'private' | 'link-local' | 'reserved';

/** After IANA's registries of special-purpose addresses. What holds an IPv4 address inside is judged by that. */
const SPECIAL: readonly (readonly [Exclude<AddressKind, 'public'>, ...string[]])[] = [
  ['loopback', '127.0.0.0/8', '::1/128'],
  ['private', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', 'fec0::/10'],
  // Where clouds keep the credentials of their machines: 169.254.169.254, fd00:ec2::254 (above), and Azure's.
  ['link-local', '169.254.0.0/16', 'fe80::/10', '168.63.129.16/32'],
  [
    'reserved',
    ...['0.0.0.0/8', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15', '198.51.100.0/24'],
    ...['203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
    ...['::/128', '100::/64', '64:ff9b:1::/48', '2001::/23', '2001:db8::/32', '5f00::/16', 'ff00::/8'],
  ],
];

/** Prefixes, in groups of 16 bits, behind which an IPv4 address stands. */
const EMBEDDING: readonly (readonly number[])[] = [
  [0, 0, 0, 0, 0, 0xffff], // mapped
  [0, 0, 0, 0, 0xffff, 0], // translated
  [0, 0, 0, 0, 0, 0], // compatible
  [0x64, 0xff9b, 0, 0, 0, 0], // NAT64
  [0x2002], // 6to4
];

const LISTS = SPECIAL.map(([kind, ...ranges]) => [kind, rangesOf(ranges)] as const);

/** @param address an IP address as `net` or a URL without its brackets writes it */
export function addressKind(address: string): AddressKind {
  const plain = plainAddress(address);
  if (plain === undefined) return 'reserved';
  return LISTS.find(([, list]) => isWithin(list, plain))?.[0] ?? 'public';
}

/**
 * An address without its zone, and as IPv4 where it is one inside: `::ffff:7f00:1` is `127.0.0.1`.
 *
 * @returns undefined for what is no address
 */
export function plainAddress(address: string): string | undefined {
  const [bare = ''] = address.split('%');
  const family = isIP(bare);
  if (family !== 6) return family === 4 ? bare : undefined;
  const groups = groupsOf(bare);
  const isOwn = groups.slice(0, 7).every((group) => group === 0) && (groups[7] ?? 0) <= 1;
  const prefix = isOwn
    ? undefined
    : EMBEDDING.find((each) => each.every((group, at) => group === groups[at]));
  if (!prefix) return bare;
  const [high = 0, low = 0] = groups.slice(prefix.length);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/**
 * Ranges to look addresses up in.
 *
 * @param ranges addresses, or networks such as `10.0.0.0/8`
 * @throws RangeError with what is wrong, for what is neither
 */
export function rangesOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [, address = '', bits] = /^\[?([^[\]/]+)\]?(?:\/(\d{1,3}))?$/.exec(range) ?? [];
    const family = isIP(address);
    const widest = family === 4 ? 32 : 128;
    if (family === 0 || Number(bits ?? widest) > widest) {
      throw new RangeError(`"${range}" is no address, and no network such as 10.0.0.0/8.`);
    }
    list.addSubnet(address, Number(bits ?? widest), family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

/** @param address plain */
export function isWithin(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  // A URL writes every spelling in one way, with digits only.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const numbers = (text: string) =>
    text === '' ? [] : text.split(':').map((each) => Number.parseInt(each, 16));
  const before = numbers(head);
  const after = numbers(tail ?? '');
  return [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
}
