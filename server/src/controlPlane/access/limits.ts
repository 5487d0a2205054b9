import type { Principal } from './principal.ts';
import type { RateLimit, ReachedLimit } from './rateLimiter.ts';

/** Requests a minute. */
export interface Limits {
  user: number;
  workspace: number;
  /** Changes of policies and other configuration, per user. */
  administration: number;
}

export const DEFAULT_LIMITS: Limits = { user: 100, workspace: 500, administration: 20 };

/** What every request of somebody counts towards. */
export function requestLimits({ subject, workspace }: Principal, limits: Limits): RateLimit[] {
  const user = { name: 'user', key: subject, perMinute: limits.user };
  if (workspace === undefined) return [user];
  return [user, { name: 'workspace', key: workspace, perMinute: limits.workspace }];
}

/** What an act of administration counts towards besides. */
export function administrationLimits({ subject }: Principal, limits: Limits): RateLimit[] {
  return [{ name: 'administration', key: subject, perMinute: limits.administration }];
}

/** What a refusal names: `limits/user`. */
export function ruleOf({ limit }: ReachedLimit): string {
  return `limits/${limit.name}`;
}

export function limitMessage({ limit: { name, perMinute }, retryAfter }: ReachedLimit): string {
  const whose = name === 'workspace' ? 'All users of a workspace together' : 'A user';
  const what = name === 'administration' ? 'acts of administration' : 'requests';
  return `${whose} may send ${perMinute} ${what} a minute. Try again in ${retryAfter} s.`;
}
