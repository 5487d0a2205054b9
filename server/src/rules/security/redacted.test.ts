import { expect, test } from 'vitest';
import { redacted } from './redacted.ts';

const TOKEN = `ghp_${'a1'.repeat(18)}`;

test('what looks like a credential is not shown', () => {
  expect(redacted(`"${TOKEN}" leaves out nobody.`)).toBe('"[redacted]" leaves out nobody.');
  expect(redacted('see https://me:hunter22@host/a and go')).toBe('see [redacted] and go');
  expect(redacted('-----BEGIN RSA PRIVATE KEY-----\nabc')).toBe('[redacted]');
});

test('all else is', () => {
  const text = 'the "whitelist"\n of `clinics`';
  expect(redacted(text)).toBe(text);
});
