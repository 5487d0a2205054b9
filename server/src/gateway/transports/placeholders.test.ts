// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are written like that
import { expect, test } from 'vitest';
import type { Upstream } from '../upstream.ts';
import { filledIn, hidingSecrets } from './placeholders.ts';

const ours = { TOKEN: 'very-secret', LONGER: 'very-secret-indeed', SHORT: 'abc' };

test('variables are filled in, with or without env:', () => {
  expect(filledIn('Bearer ${TOKEN} ${env:SHORT} $TOKEN', 'header', ours)).toBe(
    'Bearer very-secret abc $TOKEN',
  );
});

test('a variable that is not set is named, with what refers to it', () => {
  expect(() => filledIn('${NONE}', 'header Authorization', ours)).toThrow(
    'Its header Authorization refers to NONE, which is not set',
  );
});

test('what was filled in is hidden, the longest first, and what is too short to be a secret is not', () => {
  const upstream = {
    env: { A: '${TOKEN}', B: 'x${SHORT}' },
    headers: { Authorization: 'Bearer ${LONGER}' },
  } as unknown as Upstream;
  expect(hidingSecrets(upstream, ours)('got very-secret-indeed, very-secret and abc')).toBe(
    'got ${LONGER}, ${TOKEN} and abc',
  );
});
