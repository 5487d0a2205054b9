import type { Settings } from './settings.ts';

/** Which tokens are believed. At least one of the two is there. */
export interface TokenOptions {
  jwt?: JwtOptions;
  /** A token of one admin, on loopback. */
  fixed?: string;
}

export interface JwtOptions {
  issuer: string;
  /** Absent: the public URL. */
  audience?: string;
  /** Where the issuer's public keys are, or the secret shared with it. */
  keys: URL | Uint8Array;
  algorithms: readonly string[];
  /** In seconds. */
  clockSkew: number;
  roleClaim: string;
  workspaceClaim: string;
}

const ASYMMETRIC = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const SYMMETRIC = ['HS256', 'HS384', 'HS512'];

/** Shorter ones can be guessed: 256 bits, or as many random characters. */
const SECRET_LENGTH = 32;

/**
 * @param loopback whether only this machine can connect
 * @throws SettingsError
 */
export function tokenOptions(settings: Settings, loopback: boolean): TokenOptions {
  const jwt = jwtOptions(settings);
  const fixed = settings.secret('token');
  if (fixed !== undefined && fixed.length < SECRET_LENGTH) {
    settings.fail(
      'token',
      `it is shorter than ${SECRET_LENGTH} characters. Let "openssl rand -hex 32" make one.`,
    );
  }
  if (fixed !== undefined && !loopback) {
    settings.fail(
      'token',
      'it is for loopback only. Use tokens of an issuer: --issuer with --jwks-url or jwt-secret.',
    );
  }
  if (!jwt && fixed === undefined) {
    settings.fail(
      'http',
      'nobody could connect without a token. Set --issuer with --jwks-url or jwt-secret, or on loopback a random token.',
    );
  }
  return { ...(jwt ? { jwt } : {}), ...(fixed === undefined ? {} : { fixed }) };
}

function jwtOptions(settings: Settings): JwtOptions | undefined {
  const issuer = settings.text('issuer');
  const url = settings.url('jwks-url');
  const secret = settings.secret('jwt-secret');
  if (issuer === undefined && !url && secret === undefined) return undefined;
  if (issuer === undefined) settings.fail('issuer', 'say who issues the tokens.');
  if (url && secret !== undefined) settings.fail('jwks-url', 'jwt-secret is set too. Keep one of them.');
  const keys = url ?? (secret === undefined ? undefined : new TextEncoder().encode(secret));
  if (!keys) settings.fail('issuer', 'say what its tokens are checked with: --jwks-url or jwt-secret.');
  if (keys instanceof Uint8Array && keys.length < SECRET_LENGTH) {
    settings.fail(
      'jwt-secret',
      `it is shorter than ${SECRET_LENGTH} bytes. Let "openssl rand -hex 32" make one.`,
    );
  }
  if (keys instanceof URL && keys.protocol !== 'https:' && !isThisMachine(keys)) {
    settings.fail('jwks-url', 'keys are only believed from https://, or from this machine.');
  }
  const audience = settings.text('audience');
  return {
    issuer,
    ...(audience === undefined ? {} : { audience }),
    keys,
    algorithms: algorithmsOf(settings, keys instanceof URL ? ASYMMETRIC : SYMMETRIC),
    clockSkew: settings.count('clock-skew', 30),
    roleClaim: settings.text('role-claim') ?? 'heady_role',
    workspaceClaim: settings.text('workspace-claim') ?? 'heady_workspace',
  };
}

/** Of the kind of key there is: a public key must never serve as a shared secret, and no signature is none. */
function algorithmsOf(settings: Settings, possible: readonly string[]): readonly string[] {
  const chosen = settings.list('algorithm');
  const impossible = chosen.find((name) => !possible.includes(name));
  if (impossible !== undefined) {
    settings.fail(
      'algorithm',
      `"${impossible}" does not go with these keys. There are: ${possible.join(', ')}.`,
    );
  }
  if (chosen.length > 0) return chosen;
  return possible.filter((name) => name.endsWith('256') || name === 'EdDSA');
}

function isThisMachine({ hostname }: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
