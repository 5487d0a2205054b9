import { expect, test } from 'vitest';
import { addressKind, isWithin, plainAddress, rangesOf } from './addresses.ts';

test.each([
  ['loopback', '127.0.0.1', '127.255.0.9', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '64:ff9b::7f00:1'],
  ['private', '10.1.2.3', '172.31.0.1', '192.168.0.1', '100.64.0.1', 'fd00:ec2::254', '2002:0a01:0203::1'],
  ['link-local', '169.254.169.254', 'fe80::1', 'fe80::1%eth0', '::ffff:a9fe:a9fe', '168.63.129.16'],
  ['reserved', '0.0.0.0', '::', '224.0.0.1', '255.255.255.255', '2001:db8::1', 'ff02::1', 'no address'],
  ['public', '8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:808:808', '2002:808:808::1'],
] as const)('%s', (kind, ...addresses) => {
  for (const address of addresses) expect([address, addressKind(address)]).toEqual([address, kind]);
});

test('an IPv4 address inside an IPv6 one is seen', () => {
  expect(plainAddress('::ffff:169.254.169.254')).toBe('169.254.169.254');
  expect(plainAddress('::10.0.0.1')).toBe('10.0.0.1');
  expect(plainAddress('::1')).toBe('::1');
  expect(plainAddress('2606:4700::1111')).toBe('2606:4700::1111');
});

test('networks and single addresses of both families can be looked up', () => {
  const list = rangesOf(['10.0.0.0/8', '192.168.1.5', 'fd00::/8', '[::1]']);
  expect(['10.9.9.9', '192.168.1.5', 'fd12::1', '::1'].every((each) => isWithin(list, each))).toBe(true);
  expect(['11.0.0.1', '192.168.1.6', 'fe80::1'].some((each) => isWithin(list, each))).toBe(false);
});

test.each(['example.org', '10.0.0.0/33', '10.0.0/8', '', '::1/129'])('"%s" is no range', (range) => {
  expect(() => rangesOf([range])).toThrow(RangeError);
});
