import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { parseOptions } from './options.ts';
import { SettingsError } from './settings.ts';
import { environmentVariable, SETTING_NAMES, settingOf, USAGE } from './settingsTable.ts';

const SECRET = 'x'.repeat(32);
const HTTP = ['--http', '127.0.0.1:7410', '--store', 'sqlite:catalog.db'];

function parse(
  args: readonly string[],
  environment: Record<string, string> = {},
  files: Record<string, string> = {},
) {
  const readFile = (path: string) => {
    const text = files[path];
    if (text === undefined) throw new Error(`no such file: ${path}`);
    return text;
  };
  return parseOptions({ args, environment, readFile }, ['sqlite']);
}

const withToken = (args: readonly string[], environment: Record<string, string> = {}) =>
  parse([...HTTP, ...args], { HEADY_CONTROL_PLANE_TOKEN: SECRET, ...environment })?.http;

describe('parseOptions', () => {
  it('reads where the catalog is kept', () => {
    expect(parse(['--stdio', '--store', 'sqlite:/a b/c:d.db'])).toEqual({
      store: 'sqlite:/a b/c:d.db',
      storeTimeout: 60_000,
      auditRetention: 90,
      role: 'admin',
    });
  });

  it('says where else a secret is given than on the command line', () => {
    for (const args of [['--token', SECRET], [`--token=${SECRET}`]]) {
      expect(() => parse([...HTTP, ...args])).toThrow(
        /--token is no flag.*--token-file.*CONTROL_PLANE_TOKEN/,
      );
      expect(() => parse([...HTTP, ...args])).not.toThrow(SECRET);
    }
  });

  it('names the file of a secret that cannot be', () => {
    expect(() => parse([...HTTP, '--token-file', 't'], {}, { t: 'short' })).toThrow(/^--token-file: /);
  });

  it('reads where the catalog is kept from a file', () => {
    const args = ['--stdio', '--store-file', 's', '--store-timeout', '5'];
    expect(parse(args, {}, { s: 'sqlite:x\n' })).toMatchObject({ store: 'sqlite:x', storeTimeout: 5_000 });
    expect(() => parse(args, {}, { s: 'mysql://hunter2@x' })).toThrow(
      /^--store-file: it begins with sqlite:/,
    );
    expect(() => parse(args, {}, { s: 'mysql://hunter2@x' })).not.toThrow(/hunter2/);
    expect(() => parse([...args, '--store', 'sqlite:y'], {}, { s: 'sqlite:x' })).toThrow(/store is set too/);
  });

  it('reads the keys of secrets, the first of which seals', () => {
    const [first, second] = ['1'.repeat(32), '2'.repeat(32)];
    const stdio = ['--stdio', '--store', 'sqlite:x'];
    const keys = [first, second];
    const environment = { HEADY_CONTROL_PLANE_SECRETS_KEY: `${first}, ${second}` };
    expect(parse(stdio, environment)?.secretsKeys).toEqual(keys);
    const inFile = [...stdio, '--secrets-key-file', 'keys'];
    expect(parse(inFile, {}, { keys: `${first}\r\n\n${second}\n` })?.secretsKeys).toEqual(keys);
    const config = [...stdio, '--config', 'c.yaml'];
    expect(parse(config, {}, { 'c.yaml': `secrets-key: ['${first}', '${second}']` })?.secretsKeys).toEqual(
      keys,
    );
    expect(parse(stdio)?.secretsKeys).toBeUndefined();
    expect(() => parse(inFile, {}, { keys: '\n' })).toThrow('--secrets-key-file: it holds no key.');
    expect(() => parse(inFile, environment, { keys: first })).toThrow(/secrets-key is set too/);
    expect(() => parse(inFile, {}, { keys: 'Zq7xWv3k' })).toThrow(/^--secrets-key-file: (?!.*Zq7xWv3k)/);
  });

  it('is nothing where help is asked for, whatever else is said', () => {
    expect(parse(['--help'])).toBeUndefined();
    expect(parse(['-h', '--stdio', '--http', 'x'])).toBeUndefined();
  });

  it('has the defaults of the design', () => {
    expect(withToken([])).toEqual({
      listen: { host: '127.0.0.1', port: 7410 },
      node: hostname(),
      allowedHosts: [],
      allowedOrigins: [],
      tokens: { fixed: SECRET },
      limits: { user: 100, workspace: 500, administration: 20 },
      bodyLimit: 2_097_152,
      bodyTimeout: 10_000,
      shutdownTimeout: 10_000,
      logLevel: 'info',
    });
  });

  it('takes the command line before the environment before the file', () => {
    const files = {
      'c.yaml': 'http: "[::1]:1"\nstore: sqlite:file\nlimit-user: 7\nallow-host: [a, b]\nstdio: false\n',
    };
    const environment = {
      HEADY_CONTROL_PLANE_CONFIG: 'c.yaml',
      HEADY_CONTROL_PLANE_STORE: 'sqlite:environment',
      HEADY_CONTROL_PLANE_LIMIT_WORKSPACE: '8',
      HEADY_CONTROL_PLANE_ALLOW_ORIGIN: 'c, d',
      HEADY_CONTROL_PLANE_TOKEN: SECRET,
    };
    expect(parse(['--limit-workspace', '9'], environment, files)).toMatchObject({
      store: 'sqlite:environment',
      http: {
        listen: { host: '::1', port: 1 },
        limits: { user: 7, workspace: 9 },
        allowedHosts: ['a', 'b'],
        allowedOrigins: ['c', 'd'],
      },
    });
  });

  it('reads secrets from files, without the end of the line', () => {
    const args = [...HTTP, '--token-file', 't', '--state-key-file', 'k'];
    expect(parse(args, {}, { t: `${SECRET}\n`, k: SECRET })?.http).toMatchObject({
      tokens: { fixed: SECRET },
      stateKey: new TextEncoder().encode(SECRET),
    });
  });

  it('accepts algorithms that go with the keys only', () => {
    const issuer = ['--issuer', 'me'];
    const secret = { HEADY_CONTROL_PLANE_JWT_SECRET: SECRET };
    expect(withToken(issuer, secret)?.tokens.jwt?.algorithms).toEqual(['HS256']);
    const jwks = [...issuer, '--jwks-url', 'https://issuer.example/keys'];
    expect(withToken(jwks)?.tokens.jwt?.algorithms).toEqual(['RS256', 'PS256', 'ES256', 'EdDSA']);
    expect(withToken([...jwks, '--algorithm', 'ES512'])?.tokens.jwt?.algorithms).toEqual(['ES512']);
    expect(() => withToken([...jwks, '--algorithm', 'HS256'])).toThrow(/"HS256" does not go with these keys/);
    expect(() => withToken([...issuer, '--algorithm', 'none'], secret)).toThrow(/"none" does not go/);
  });

  it.each<[string[], Record<string, string>, RegExp]>([
    [[], {}, /--stdio or --http/],
    [['--stdio', '--http', '127.0.0.1:1'], {}, /--stdio or --http/],
    [['--stdio'], {}, /--store sqlite:PATH/],
    [['--stdio', '--store', 'catalog.db'], {}, /^--store: it begins with sqlite:/],
    [['--stdio', '--store', 'sqlite:'], {}, /sqlite:/],
    [
      ['--stdio', '--store', 'postgres://user:hunter2@db/x'],
      {},
      /^--store: it begins with sqlite:, as in \S+$/,
    ],
    [['--stdio', '--port', '1'], {}, /--port/],
    [['--stdio', 'extra'], {}, /extra/],
    [['--stdio', '--token', SECRET], {}, /--token/],
    [HTTP, {}, /nobody could connect without a token/],
    [HTTP, { HEADY_CONTROL_PLANE_TOKEN: 'short' }, /^HEADY_CONTROL_PLANE_TOKEN: it is shorter/],
    [[...HTTP, '--token-file', 'none'], {}, /^--token-file: it cannot be read/],
    [[...HTTP, '--token-file', 'none'], { HEADY_CONTROL_PLANE_TOKEN: SECRET }, /token is set too/],
    [[...HTTP, '--config', 'none.yaml'], {}, /^--config: none\.yaml cannot be read/],
    [['--http', '7410', '--store', 'sqlite:x'], {}, /"7410" is not HOST:PORT/],
    [['--http', 'a:70000', '--store', 'sqlite:x'], {}, /not HOST:PORT/],
    [['--http', '0.0.0.0:1', '--store', 'sqlite:x'], {}, /--public-url or --allow-host/],
    [['--http', '10.0.0.1:1', '--store', 'sqlite:x'], { HEADY_CONTROL_PLANE_TOKEN: SECRET }, /loopback only/],
    [[...HTTP, '--issuer', 'me'], {}, /--jwks-url or jwt-secret/],
    [[...HTTP, '--jwks-url', 'https://x/'], {}, /who issues the tokens/],
    [[...HTTP, '--issuer', 'me', '--jwks-url', 'http://x.example/'], {}, /only believed from https/],
    [[...HTTP, '--issuer', 'me', '--jwks-url', 'ftp://x/'], {}, /no URL/],
    [[...HTTP, '--issuer', 'me'], { HEADY_CONTROL_PLANE_JWT_SECRET: 'short' }, /JWT_SECRET: it is shorter/],
    [
      [...HTTP, '--limit-user', '0'],
      { HEADY_CONTROL_PLANE_TOKEN: SECRET },
      /--limit-user: "0" is no whole number/,
    ],
    [
      [...HTTP, '--log-level', 'loud'],
      { HEADY_CONTROL_PLANE_TOKEN: SECRET },
      /"loud" is none of error, warn/,
    ],
    [[...HTTP], { HEADY_CONTROL_PLANE_TOKEN: SECRET, HEADY_CONTROL_PLANE_STATE_KEY: 'k' }, /shorter than 32/],
    [
      ['--stdio', '--store', 'sqlite:x'],
      { HEADY_CONTROL_PLANE_SECRETS_KEY: `${SECRET},too-short` },
      /^HEADY_CONTROL_PLANE_SECRETS_KEY: a key is shorter than 32 bytes\. Let "openssl rand -hex 32" make one\.$/,
    ],
    [['--stdio', '--store', 'sqlite:x', '--secrets-key', SECRET], {}, /--secrets-key/],
  ])('refuses %j with %j and says what to do', (args, environment, message) => {
    expect(() => parse(args, environment)).toThrow(SettingsError);
    expect(() => parse(args, environment)).toThrow(message);
  });

  it.each([
    ['no-such: 1\n', /"no-such" is no setting/],
    ['config: other.yaml\n', /"config" is no setting/],
    ['- a\n', /no map of settings/],
    ['a: [\n', /cannot be read\. It is no YAML at line 2, column 1 \(/],
    ['jwt-secret: "Zq7xWv3k\n', /cannot be read\. (?!.*Zq7xWv3k)/s],
  ])('refuses the file %j', (text, message) => {
    expect(() => parse([...HTTP, '--config', 'c.yaml'], {}, { 'c.yaml': text })).toThrow(message);
  });
});

describe('the usage', () => {
  it('names every setting, a secret never as a flag', () => {
    for (const name of SETTING_NAMES) {
      expect(USAGE).toMatch(new RegExp(`^  ${settingOf(name).secret ? '' : '--'}${name}( |$)`, 'm'));
    }
    expect(environmentVariable('jwks-url')).toBe('HEADY_CONTROL_PLANE_JWKS_URL');
  });
});
