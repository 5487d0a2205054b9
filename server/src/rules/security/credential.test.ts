import { describe, expect, it } from 'vitest';
import { credentialIn } from './credential.ts';

/** Made up, and put together here so that no scanner takes this file for a leak. */
const made = (...parts: string[]) => parts.join('');
const noise = 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0';

describe('a value that is a credential whatever its key', () => {
  it.each([
    made('AKIA', 'ABCDEFGH12345678'),
    made('ghp_', noise.slice(0, 36)),
    made('github_pat_', noise.slice(0, 24)),
    made('glpat-', noise.slice(0, 20)),
    made('xoxb-', '123456789012-', noise.slice(0, 10)),
    made('sk_live_', noise.slice(0, 24)),
    made('sk-ant-', 'api03-', noise),
    made('hf_', noise.slice(0, 34)),
    made('eyJ', 'hbGciOiJIUzI1NiJ9', '.eyJ', 'zdWIiOiIxMjM0NTY3ODkwIn0', '.', noise),
    made('-----BEGIN RSA ', 'PRIVATE KEY-----\nMIIE'),
    'postgres://billing:letmein@db.heady.systems:5432/billing',
    made('--header=Bearer ghp_', noise.slice(0, 36)),
  ])('%s', (value) => {
    expect(credentialIn('NOTE', value)).toBeDefined();
  });
});

describe('a value under a key that says it is secret', () => {
  it.each([
    'DB_PASSWORD',
    'PGPASSWORD',
    'dbPasswd',
    'client-secret',
    'GITHUB_TOKEN',
    'apiKey',
    'AWS_SECRET_ACCESS_KEY',
    '--api-key',
  ])('%s', (key) => {
    expect(credentialIn(key, 'correct-horse-7')).toBeDefined();
  });

  it('is none under another key', () => {
    for (const key of ['PASSWORD_FILE', 'MAX_TOKENS', 'SECRET_NAME', 'TOKEN_URL', 'KEYBOARD', 'LEVEL']) {
      expect(credentialIn(key, 'correct-horse-7')).toBeUndefined();
    }
  });

  it.each([
    ['a placeholder', made('$', '{DB_PASSWORD_1}')],
    ['a placeholder', '$DB_PASSWORD_1'],
    ['a placeholder', '<password-of-2026>'],
    ['a placeholder within', made('Bearer $', '{TOKEN_2}')],
    ['a path', '/run/secrets/db1'],
    ['a path', './secrets/db1.txt'],
    ['a path', 'C:\\secrets\\db1'],
    ['a path', 'secrets/health/db1'],
    ['a URL', 'heady://secrets/health/db1'],
    ['a URL', 'https://vault.heady.systems/v1/db'],
    ['a name', 'arn:aws:secretsmanager:us-east-1:1:secret:db'],
    ['too short', 'abc1234'],
    ['without digits', 'correct-horse'],
    ['without letters', '1234567890'],
    ['a URL with a placeholder', made('postgres://billing:$', '{DB_PASSWORD}@db1/billing')],
    ['a URL with its password struck out', 'postgres://billing:***@db1/billing'],
  ])('is none where it is %s: %s', (_, value) => {
    expect(credentialIn('DB_PASSWORD', value)).toBeUndefined();
  });

  it('is one with a slash in it', () => {
    expect(credentialIn('AWS_SECRET_ACCESS_KEY', 'wJalrXUtnF/K7MDENG/bPxRfi')).toBeDefined();
  });
});

it.each(['eyJ', 'a://', 'a', '-----BEGIN A '])('is not kept busy by a text made for that: %s…', (part) => {
  expect(credentialIn('NOTE', part.repeat(50_000))).toBeUndefined();
});
