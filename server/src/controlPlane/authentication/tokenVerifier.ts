import { createHash, timingSafeEqual } from 'node:crypto';
import {
  type AuthInfo,
  OAuthError,
  OAuthErrorCode,
  type OAuthTokenVerifier,
} from '@modelcontextprotocol/server';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { plainText } from '../access/plainText.ts';
import { authInfoOf, type Principal } from '../access/principal.ts';
import { ROLES, type Role } from '../access/roles.ts';
import type { JwtOptions, TokenOptions } from '../settings/tokenOptions.ts';

/** For how long fetched keys are believed, so for how long one that was withdrawn still counts. In milliseconds. */
const KEYS_MAX_AGE = 600_000;
/** Tokens of unknown keys have the keys fetched again, this often at most. In milliseconds. */
const KEYS_COOLDOWN = 5_000;
const KEYS_TIMEOUT = 5_000;

/** Longer tokens are not even looked at. In characters. */
const MAX_TOKEN = 8_192;

/** Requests of the fixed token's holder are checked one by one; the SDK wants to know until when each may last. */
const FIXED_LIFETIME = 3_600;

/** Says who is behind a token. */
export function tokenVerifier({ jwt, fixed }: TokenOptions, audience: string): OAuthTokenVerifier {
  const verifyJwt = jwt && jwtVerifier(jwt, jwt.audience ?? audience);
  const isFixed = fixed === undefined ? () => false : sameAs(fixed);
  return {
    verifyAccessToken: async (token) => {
      if (token.length > MAX_TOKEN) throw invalid('The token is too long.');
      if (isFixed(token))
        return authInfoOf({ subject: 'token', roles: ['admin'] }, secondsFromNow(FIXED_LIFETIME));
      if (verifyJwt) return await verifyJwt(token);
      throw invalid('The token is not known here.');
    },
  };
}

function jwtVerifier(options: JwtOptions, audience: string): (token: string) => Promise<AuthInfo> {
  const { keys, issuer, algorithms, clockSkew } = options;
  const checks = {
    issuer,
    audience,
    algorithms: [...algorithms],
    clockTolerance: clockSkew,
    requiredClaims: ['exp', 'sub'],
  };
  const remote =
    keys instanceof URL
      ? createRemoteJWKSet(keys, {
          cacheMaxAge: KEYS_MAX_AGE,
          cooldownDuration: KEYS_COOLDOWN,
          timeoutDuration: KEYS_TIMEOUT,
        })
      : undefined;
  const verify = (token: string) =>
    keys instanceof URL && remote
      ? jwtVerify(token, remote, checks)
      : jwtVerify(token, keys as Uint8Array, checks);
  return async (token) => {
    const { payload } = await verify(token).catch((error: unknown) => {
      throw refusalOf(error);
    });
    // Within the skew a token may be past its time already; for the SDK, which knows of none, it is not.
    return authInfoOf(principalIn(payload, options), (payload.exp ?? 0) + clockSkew);
  };
}

function principalIn(payload: JWTPayload, { roleClaim, workspaceClaim }: JwtOptions): Principal {
  const workspace = payload[workspaceClaim];
  // The library asks only that it is there; without a name nobody would answer for what is done.
  const subject = nameIn(payload.sub, 'sub');
  return {
    subject,
    roles: [payload[roleClaim]].flat().filter(isRole),
    ...(workspace === undefined ? {} : { workspace: nameIn(workspace, workspaceClaim) }),
  };
}

/** As it is or not at all: were it made fit to be shown, two could become one. @throws OAuthError */
function nameIn(value: unknown, claim: string): string {
  const isName = typeof value === 'string' && value.trim() !== '' && plainText(value) === value;
  if (!isName) throw invalid(`The token's "${claim}" is not what is expected here.`);
  return value;
}

function isRole(value: unknown): value is Role {
  return (ROLES as readonly unknown[]).includes(value);
}

/** What is wrong with a token, in words of our own: the library's may repeat what stands in it. */
function refusalOf(error: unknown): OAuthError {
  if (error instanceof errors.JWTExpired) return invalid('The token has expired.');
  if (error instanceof errors.JWTClaimValidationFailed) {
    return invalid(`The token's "${error.claim}" is not what is expected here.`);
  }
  if (error instanceof errors.JOSEAlgNotAllowed)
    return invalid("The token's signature algorithm is not accepted.");
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) {
    return invalid("The token's signature is not of a known key.");
  }
  if (
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JOSENotSupported
  ) {
    return invalid('The token is no signed JWT.');
  }
  if (error instanceof errors.JWKSMultipleMatchingKeys)
    return invalid('The token does not say which key signed it.');
  return new OAuthError(
    OAuthErrorCode.TemporarilyUnavailable,
    "The issuer's keys cannot be fetched now. Try again.",
  );
}

function invalid(message: string): OAuthError {
  return new OAuthError(OAuthErrorCode.InvalidToken, message);
}

/** Compares in constant time, whatever the length. */
function sameAs(expected: string): (token: string) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const wanted = digest(expected);
  return (token) => timingSafeEqual(digest(token), wanted);
}

function secondsFromNow(seconds: number): number {
  return Math.floor(Date.now() / 1_000) + seconds;
}
