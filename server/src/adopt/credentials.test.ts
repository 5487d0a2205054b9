// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables are written so
import { expect, test } from 'vitest';
import { holdsCredential } from './credentials.ts';

test.each([
  'https://api.example/mcp?api_key=querysecret12',
  'https://api.example/mcp?mode=x&token=abcdefgh',
  '/health?token=probesecret1',
  'someone:secret99@registry.example/team/x:1',
  'Server=db;User Id=sa;Password=connection1',
  'Sign in with password: described12',
  'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
])('%s holds a credential', (text) => {
  expect(holdsCredential(text)).toBe(true);
  expect(holdsCredential({ list: ['a', text] })).toBe(true);
});

test.each([
  'https://api.example/mcp?mode=fast&page=2',
  'https://api.example/mcp?token=${TOKEN}',
  'registry.example/team/x:1.2.3',
  'postgres:16@sha256:0000000000000000000000000000000000000000000000000000000000000000',
  'registry.example:5000/team/x@sha256:0000000000000000000000000000000000000000000000000000000000000000',
  'Keeps tokens: each user has one.',
  'git@host.example:team/x.git',
  'http://user@host.example:8080/path',
])('%s holds none', (text) => {
  expect(holdsCredential(text)).toBe(false);
});

test('a text made to take for ever does not', () => {
  expect(holdsCredential('a='.repeat(500_000))).toBe(false);
  expect(holdsCredential(`${'a'.repeat(1_000_000)}:`)).toBe(false);
});
