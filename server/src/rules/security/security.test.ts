import { describe, expect, it } from 'vitest';
import { findingsOf, fixed, SOUND, titlesOf } from '../testing.ts';

const RULE = 'security/inline-secret';
const secret = 'correct-horse-7';
const ref = 'heady://secrets/health/billing-db-password';
const withEnv = (env: string) => `${SOUND}${env}`;

describe(RULE, () => {
  it('is at the value in env', () => {
    const text = withEnv(`  env:\n    LEVEL: debug\n    DB_PASSWORD: ${secret}\n`);
    expect(findingsOf(text)).toEqual([`${RULE} 16:18 ${secret}`]);
  });

  it('looks through annotations of every kind, however deep', () => {
    const annotations = `{ tool/settings: { users: [{ apiKey: ${secret} }] }, note: fine }`;
    const policy = `apiVersion: heady.systems/v1\nkind: Policy\nmetadata: { name: a, annotations: ${annotations} }\nspec: {}\n`;
    expect(findingsOf(policy)).toEqual([`${RULE} 3:72 ${secret}`]);
    expect(titlesOf(policy, RULE)).toEqual([]);
  });

  it('leaves the env of an MCP server to its own rule', () => {
    const server = `apiVersion: heady.systems/v1\nkind: McpServer\nmetadata: { name: a }\nspec: { transport: stdio, env: { DB_PASSWORD: ${secret} } }\n`;
    expect(findingsOf(server).filter((finding) => finding.startsWith(RULE))).toEqual([]);
  });
});

describe('moving to "secrets"', () => {
  it('makes the list in the place of an env that held nothing else', () => {
    expect(fixed(withEnv(`  env:\n    DB_PASSWORD: ${secret}\n`), RULE)).toBe(
      withEnv(`  secrets: [{ name: DB_PASSWORD, ref: ${ref} }]\n`),
    );
    expect(fixed(withEnv(`  env:\n    DB_PASSWORD: ${secret}`), RULE)).toBe(
      withEnv(`  secrets: [{ name: DB_PASSWORD, ref: ${ref} }]`),
    );
  });

  it('keeps comments where they are', () => {
    const text = withEnv(
      `  env: # all of it\n    # the clinic's\n    DB_PASSWORD: ${secret} # since May\n    LEVEL: debug\n`,
    );
    expect(fixed(text, RULE)).toBe(
      withEnv(
        `  env: # all of it\n    # the clinic's\n    # since May\n    LEVEL: debug\n  secrets: [{ name: DB_PASSWORD, ref: ${ref} }]\n`,
      ),
    );
    expect(fixed(withEnv(`  env:\n    # why\n    DB_PASSWORD: ${secret}\n`), RULE)).toBe(
      withEnv(`  env:\n    # why\n  secrets: [{ name: DB_PASSWORD, ref: ${ref} }]\n`),
    );
  });

  it('appends to a list as that is written, whatever the line ends', () => {
    const text = withEnv(
      `  secrets:\n    - name: A # first\n      ref: heady://secrets/a\n  env: { LEVEL: debug, DB_PASSWORD: ${secret} }\n`,
    ).replaceAll('\n', '\r\n');
    expect(fixed(text, RULE)).toBe(
      withEnv(
        `  secrets:\n    - name: A # first\n      ref: heady://secrets/a\n    - name: DB_PASSWORD\n      ref: ${ref}\n  env: { LEVEL: debug }\n`,
      ).replaceAll('\n', '\r\n'),
    );
  });

  it('does not list it twice', () => {
    const secrets = `  secrets: [{ name: DB_PASSWORD, ref: heady://secrets/x }]\n`;
    const text = withEnv(`${secrets}  env:\n    LEVEL: debug\n    DB_PASSWORD: ${secret}\n`);
    expect(fixed(text, RULE)).toBe(withEnv(`${secrets}  env:\n    LEVEL: debug\n`));
  });

  it('is left to the author, as the value is gone with it', () => {
    expect(titlesOf(withEnv(`  env: { DB_PASSWORD: ${secret} }\n`), RULE)).toEqual([
      'Move "DB_PASSWORD" to "secrets"',
    ]);
  });

  it('is not offered where the text belongs to others as well', () => {
    const anchored = withEnv(`  env:\n    LEVEL: *it\n    DB_PASSWORD: ${secret}\n`).replace(
      'name: dev-health-billing',
      `name: dev-health-billing\n  annotations: { a: &it ${secret}x }`,
    );
    expect(titlesOf(anchored, RULE)).toEqual(['Move "DB_PASSWORD" to "secrets"']);
    expect(titlesOf(withEnv(`  env:\n    DB_PASSWORD: &it ${secret}\n    LEVEL: *it\n`), RULE)).toEqual([]);
  });
});
