import { expect, test } from 'vitest';
import { addressOf } from './address.ts';

test('an address is shown whole, its host by itself', () => {
  const url = `https://github.com/login?state=${'x'.repeat(200)}`;
  const address = addressOf(url);
  expect(address).toMatchObject({ host: 'github.com', doubts: [] });
  expect(address?.pieces.join('')).toBe(url);
  expect(address?.pieces).toHaveLength(3);
});

test.each([
  ['http://example.org/', 'not encrypted'],
  ['https://xn--pple-43d.com/', 'letters of other scripts'],
  ['https://аpple.com/', 'letters of other scripts'],
  ['https://github.com@evil.example/', 'leads to evil.example'],
  ['https://203.0.113.7/', 'a number'],
])('%s gives reason to doubt', (url, words) => {
  expect(addressOf(url)?.doubts.join(' ')).toContain(words);
});

test('a page of this machine is no reason to doubt', () => {
  expect(addressOf('http://127.0.0.1:8080/')).toMatchObject({ host: '127.0.0.1:8080', doubts: [] });
});

test.each(['javascript:alert(1)', 'file:///etc/passwd', 'command:x', 'nonsense', 7, undefined])(
  '%s is opened by no browser',
  (url) => {
    expect(addressOf(url)).toBeUndefined();
  },
);
