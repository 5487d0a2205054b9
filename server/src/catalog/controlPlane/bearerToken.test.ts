import { describe, expect, it } from 'vitest';
import { expiryOf, maySendToken, refusalOf } from './bearerToken.ts';

const jwt = (claims: object) =>
  ['{"alg":"none"}', JSON.stringify(claims), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

describe('a token that was refused', () => {
  it('was none', () => {
    expect(refusalOf(undefined, 'Bearer', 0)).toEqual({ state: 'signedOut', reason: 'It asks for a token.' });
  });

  it('has expired by its own word, or by that of the control plane', () => {
    const expired = { state: 'expired', reason: 'The token has expired.' };
    expect(refusalOf(jwt({ exp: 10 }), null, 10_000)).toEqual(expired);
    const challenge = 'Bearer error="invalid_token", error_description="The token has expired."';
    expect(refusalOf('opaque', challenge, 0)).toEqual(expired);
  });

  it('is not the right one: what is said of it is passed on', () => {
    const challenge = 'Bearer error="invalid_token", error_description="The token is not known here."';
    expect(refusalOf('opaque', challenge, 0)).toEqual({
      state: 'signedOut',
      reason: 'The token is not known here.',
    });
    expect(refusalOf(jwt({ exp: 10 }), null, 9_999).reason).toBe('It does not accept the token.');
  });
});

it('knows when a token ends, where that is said', () => {
  expect(expiryOf(jwt({ exp: 1_800_000_000 }))).toBe(1_800_000_000_000);
  expect([jwt({}), jwt({ exp: 'soon' }), 'opaque', 'a.b.c', ''].map(expiryOf)).toEqual(
    Array(5).fill(undefined),
  );
});

it('sends no token in the clear over a network', () => {
  const may = (url: string) => maySendToken(new URL(url));
  expect(
    ['https://cp.example', 'http://localhost:8080', 'http://127.0.0.1', 'http://[::1]/mcp'].every(may),
  ).toBe(true);
  expect(['http://cp.example', 'http://127.0.0.1.example', 'ftp://localhost.example'].some(may)).toBe(false);
});
