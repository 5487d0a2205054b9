import type { AuthInfo, ServerContext } from '@modelcontextprotocol/server';
import type { Role } from './roles.ts';

/** On whose behalf something is done. */
export interface Principal {
  /** Who it is, as the issuer of its token names it. */
  subject: string;
  roles: readonly Role[];
  /** What it works in; all principals of a workspace share a rate limit. */
  workspace?: string;
}

/** Whoever started the program and speaks to it over its own pipes: the database is theirs anyway. */
export const LOCAL: Principal = { subject: 'local', roles: ['admin'] };

const KEY = 'principal';
const CORRELATION = 'correlation';

/** What the SDK hands on with a request. The token itself stays behind, so that nothing further in can leak it. */
export function authInfoOf(principal: Principal, expiresAt: number): AuthInfo {
  return { token: '', clientId: principal.subject, scopes: [], expiresAt, extra: { [KEY]: principal } };
}

/** @throws where nobody was authenticated: a request that came past the check must not pass for anybody's */
export function principalOf(authInfo: AuthInfo | undefined): Principal {
  const principal = authInfo?.extra?.[KEY];
  if (!principal) throw new Error('This request was not authenticated.');
  return principal as Principal;
}

/** Notes which request of ours this is, by the id that its log lines carry. */
export function withCorrelation(authInfo: AuthInfo, correlation: string): AuthInfo {
  return { ...authInfo, extra: { ...authInfo.extra, [CORRELATION]: correlation } };
}

export function correlationOf(authInfo: AuthInfo | undefined): string | undefined {
  return authInfo?.extra?.[CORRELATION] as string | undefined;
}

/** Who is behind a call: over HTTP whoever its token names, over pipes the local user. */
export type Identify = (context: ServerContext) => Principal;

export const identifyByToken: Identify = ({ http }) => principalOf(http?.authInfo);
export const identifyAsLocal: Identify = () => LOCAL;
