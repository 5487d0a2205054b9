import { decideTool } from '../../controlPlane/access/decide.ts';
import {
  administrationLimits,
  type Limits,
  limitMessage,
  requestLimits,
} from '../../controlPlane/access/limits.ts';
import { type ReachedLimit, takeRate } from '../../controlPlane/access/rateLimiter.ts';
import type { QuotaStore } from '../../controlPlane/store/limitStore.ts';
import { type GatewayCall, Refusal, type Stage } from './call.ts';

/**
 * Lets so many calls pass in a minute: of a user, of a workspace, of administration, and towards a server.
 *
 * @param quotas what the gateway counts by itself; not those that requests over HTTP are counted in, or a call would
 *   count twice
 */
export function limit(quotas: QuotaStore, limits: Limits): Stage {
  return async (call, next) => {
    const { principal, upstream } = call;
    const reached = await takeRate(quotas, [
      // Whoever calls comes first: what is refused to somebody must not use up what others may ask of the server.
      ...requestLimits(principal, limits),
      ...(isAdministration(call) ? administrationLimits(principal, limits) : []),
      { name: 'server', key: upstream.name, perMinute: upstream.rateLimit.perMinute },
    ]);
    if (reached)
      throw new Refusal(`gateway/${reached.limit.name}-limit`, messageOf(reached), reached.retryAfter);
    return await next(call);
  };
}

/** By the table that the control plane itself goes by. */
function isAdministration({ upstream, method, item, params, principal }: GatewayCall): boolean {
  if (upstream.origin.kind !== 'controlPlane' || method !== 'tools/call') return false;
  try {
    return decideTool(principal, item, params.arguments ?? {}).administration;
  } catch {
    // Its arguments fit no schema, which the control plane will say: nothing is administered.
    return false;
  }
}

function messageOf(reached: ReachedLimit): string {
  const { name, key, perMinute } = reached.limit;
  if (name !== 'server') return limitMessage(reached);
  if (perMinute < 1) return `"${key}" takes no calls: spec.rateLimit.perMinute of its manifest is 0.`;
  return `"${key}" takes ${perMinute} calls a minute, from all together. Try again in ${reached.retryAfter} s.`;
}
