import { expect, test } from 'vitest';
import { proxiesOf } from './proxies.ts';

const PROXY = { HTTPS_PROXY: 'http://proxy.example:3128', http_proxy: 'other.example:8080' };

function reached(host: string, variables: Record<string, string> = {}, port = 443, isSecure = true) {
  return proxiesOf({ ...PROXY, ...variables })({ isSecure, host, port })?.url.host;
}

test('each kind of URL has its proxy, named in capitals or not, with http:// or not', () => {
  expect(reached('a.example')).toBe('proxy.example:3128');
  expect(reached('a.example', {}, 80, false)).toBe('other.example:8080');
  expect(proxiesOf({})({ isSecure: true, host: 'a.example', port: 443 })).toBeUndefined();
});

test.each([
  ['a.example', 'a.example', true],
  ['.a.example', 'b.a.example', true],
  ['*.a.example', 'b.a.example', true],
  ['a.example', 'B.A.Example.', true],
  ['a.example', 'ba.example', false],
  ['a.example:443', 'a.example', true],
  ['a.example:8443', 'a.example', false],
  ['x.example, a.example', 'a.example', true],
  ['*', 'anything.example', true],
  ['10.0.0.0/8', '10.1.2.3', true],
  ['10.1.2.3', '10.1.2.3', true],
  ['10.1.2.3:443', '10.1.2.3', true],
  ['fd00::/8', 'fd12::1', true],
  ['10.0.0.0/8', '11.1.2.3', false],
  ['1.2.3', '10.1.2.3', false],
])('NO_PROXY=%s and %s: %s', (exceptions, host, isExcepted) => {
  expect(reached(host, { NO_PROXY: exceptions })).toBe(isExcepted ? undefined : 'proxy.example:3128');
});

test('what is no HTTP proxy is named by its variable, and not shown', () => {
  const variables = { HTTPS_PROXY: 'socks5://ada:secret@proxy.example' };
  expect(() => reached('a.example', variables)).toThrow(/^HTTPS_PROXY names no HTTP proxy/);
});
