import { expect, it } from 'vitest';
import { newTokensKey, openToken, sealToken } from './tokens.ts';

it('seals a token for who has the key, each time anew, and for nobody else', () => {
  const key = newTokensKey();
  const sealed = sealToken(key, 'a token, wörd for word');
  expect(openToken(key, sealed)).toBe('a token, wörd for word');
  expect(sealToken(key, 'a token, wörd for word')).not.toBe(sealed);
  expect(() => openToken(newTokensKey(), sealed)).toThrow();
  expect(() =>
    openToken(
      key,
      sealed.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
    ),
  ).toThrow();
});
