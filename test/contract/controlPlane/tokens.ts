import { SignJWT } from 'jose';
import { AUDIENCE, ISSUER, JWT_SECRET } from './httpProcess.ts';

interface TokenOptions {
  subject?: string | null;
  workspace?: string;
  issuer?: string;
  audience?: string;
  /** Seconds from now; null: no claim at all. */
  expires?: number | null;
  notBefore?: number;
  secret?: string;
  algorithm?: string;
}

/** A token as the tests' issuer signs them, but for what is said otherwise. */
export function tokenOf(role: unknown, options: TokenOptions = {}): Promise<string> {
  const { subject = 'somebody', workspace, issuer = ISSUER, audience = AUDIENCE, expires = 600 } = options;
  const now = Math.floor(Date.now() / 1_000);
  const claims = {
    heady_role: role,
    ...(workspace === undefined ? {} : { heady_workspace: workspace }),
    ...(subject === null ? {} : { sub: subject }),
    ...(expires === null ? {} : { exp: now + expires }),
    ...(options.notBefore === undefined ? {} : { nbf: now + options.notBefore }),
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: options.algorithm ?? 'HS256' })
    .setIssuer(issuer)
    .setAudience(audience)
    .sign(new TextEncoder().encode(options.secret ?? JWT_SECRET));
}
