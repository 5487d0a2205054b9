// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are written like that
import { expect, test } from 'vitest';
import type { Upstream } from '../upstream.ts';
import { filledIn, filledInWhereSet, hidingSecrets, variablesFor } from './placeholders.ts';

function upstreamWith(fields: Partial<Upstream>): Upstream {
  const origin = { kind: 'manifest', uri: '' };
  return { origin, args: [], env: {}, replicas: [''], ...fields } as Upstream;
}

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
  const upstream = upstreamWith({
    env: { A: '${TOKEN}', B: 'x${SHORT}' },
    headers: { Authorization: 'Bearer ${LONGER}' },
  });
  expect(hidingSecrets(upstream, ours)('got very-secret-indeed, very-secret and abc')).toBe(
    'got ${LONGER}, ${TOKEN} and abc',
  );
});

test('what a server was given of its own is filled in too, and hidden', () => {
  const upstream = upstreamWith({
    args: ['--key', '${input:api-key}'],
    replicas: ['https://mcp.example/?key=${input:api-key}'],
    values: { 'input:api-key': 'a-long-answer' },
  });
  expect(filledIn('${input:api-key}', 'argument', variablesFor(upstream, ours))).toBe('a-long-answer');
  expect(hidingSecrets(upstream, ours)('no a-long-answer')).toBe('no ${input:api-key}');
});

test('of an argument a plain variable that is not set is left to the program', () => {
  expect(filledInWhereSet('echo ${HERE} ${TOKEN}', 'arguments', ours)).toBe('echo ${HERE} very-secret');
  expect(() => filledInWhereSet('${env:HERE}', 'arguments', ours)).toThrow('refers to HERE');
  expect(() => filledInWhereSet('${input:x}', 'arguments', ours)).toThrow('refers to input:x');
});

test('of a mcp.json what stands there itself is hidden, with and without its scheme', () => {
  const origin = { kind: 'mcp.json', uri: '.vscode/mcp.json' } as const;
  const headers = { Authorization: 'Bearer abcdef123' };
  const hidden = hidingSecrets(upstreamWith({ origin, headers, env: { KEY: 'of-the-env' } }), ours);
  expect(hidden('Bearer abcdef123, abcdef123, of-the-env')).toBe(
    '${Authorization}, ${Authorization}, ${KEY}',
  );
  expect(hidingSecrets(upstreamWith({ headers }), ours)('Bearer abcdef123')).toBe('Bearer abcdef123');
});
