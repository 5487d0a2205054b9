import type { Principal } from '../../controlPlane/access/principal.ts';
import type { Role } from '../../controlPlane/access/roles.ts';
import type { Environment } from '../../manifest/document.ts';
import type { Upstream } from '../upstream.ts';
import { type GatewayCall, Refusal, type Stage } from './call.ts';
import { controlPlaneRefusal, mayEverCall } from './controlPlaneAccess.ts';
import { isTrustedReadOnly } from './hints.ts';

/** Whether a role may call tools; `allowed`: those only that a manifest names, or of a server that names the role. */
const CALLS_TOOLS: Readonly<Record<Role, 'yes' | 'allowed' | 'no'>> = {
  admin: 'yes',
  operator: 'yes',
  agent: 'allowed',
  builder: 'allowed',
  viewer: 'no',
};

/** Whether a call may change something in prod. */
export type ProdLock = (call: GatewayCall) => 'locked' | 'unlocked';

/**
 * Lets pass what the upstream's manifest, the table of roles and the lock of prod let pass.
 *
 * @param lock asked for every call of a tool in prod that is not known to change nothing
 */
export function authorize(lock: ProdLock): Stage {
  return async (call, next) => {
    const refusal = refusalOf(call, lock);
    if (refusal) throw refusal;
    return await next(call);
  };
}

/** Whether a tool is among those that the upstream's manifest offers; `deny` counts whatever `allow` says. */
export function isOffered({ tools: { allow, deny } }: Upstream, tool: string): boolean {
  return !deny?.includes(tool) && (allow === undefined || allow.includes(tool));
}

/** Whether somebody may use a server at all, as far as that depends on roles. */
export function mayUse({ roles }: Principal, upstream: Upstream): boolean {
  return roles.some((role) => admits(upstream, role));
}

/** @throws Refusal where somebody may not use a server there: neither call it, nor be told by it of anything */
export function checkUse(upstream: Upstream, principal: Principal, environment: Environment): void {
  const refusal = useRefusal({ upstream, principal, environment });
  if (refusal) throw refusal;
}

/** Whether somebody may call a tool, as far as that depends on roles. */
export function mayCallTool(principal: Principal, upstream: Upstream, tool: string): boolean {
  const { roles } = principal;
  if (isControlPlane(upstream) && !mayEverCall(principal, upstream, tool)) return false;
  return roles.some((role) => {
    if (!admits(upstream, role) || CALLS_TOOLS[role] === 'no') return false;
    if (isControlPlane(upstream)) return true;
    const isNamed = upstream.roles !== undefined || upstream.tools.allow?.includes(tool);
    return CALLS_TOOLS[role] === 'yes' || isNamed === true;
  });
}

function useRefusal(use: Pick<GatewayCall, 'upstream' | 'principal' | 'environment'>): Refusal | undefined {
  const { upstream, principal, environment } = use;
  const { name, environments } = upstream;
  if (environments && !environments.includes(environment)) {
    const where = environments.join(', ') || 'no environment';
    return new Refusal(
      'gateway/environment',
      `"${name}" is offered in ${where} only, and this is ${environment}.`,
    );
  }
  if (!mayUse(principal, upstream)) {
    const whose = upstream.roles ? `it is for ${upstream.roles.join(', ') || 'nobody'}` : 'that takes a role';
    return new Refusal('gateway/role', `${having(principal)} may not use "${name}": ${whose}.`);
  }
  return undefined;
}

function refusalOf(call: GatewayCall, lock: ProdLock): Refusal | undefined {
  const { upstream, item, principal, environment } = call;
  const refusal = useRefusal(call) ?? (isControlPlane(upstream) ? refusalThere(call) : undefined);
  if (refusal || call.method !== 'tools/call') return refusal;
  const { name } = upstream;
  if (!isOffered(upstream, item)) {
    return new Refusal(
      'gateway/tool-not-allowed',
      `The tool "${item}" of "${name}" is not offered: spec.tools of its manifest leaves it out.`,
    );
  }
  if (!mayCallTool(principal, upstream, item)) {
    return new Refusal(
      'gateway/role',
      `${having(principal)} may not call "${item}" of "${name}". ${remedyOf(principal)}`,
    );
  }
  if (environment === 'prod' && !isTrustedReadOnly(call) && lock(call) === 'locked') {
    return new Refusal(
      'gateway/prod-read-only',
      `prod is read-only, and nobody who is trusted says that "${item}" of "${name}" changes nothing. ` +
        'Unlock prod, or trust the hints of the server in its manifest (spec.trustHints) where it says so itself.',
    );
  }
  return undefined;
}

/** Its manifest cannot say who may do what there: its own table does. */
function isControlPlane({ origin }: Upstream): boolean {
  return origin.kind === 'controlPlane';
}

function refusalThere(call: GatewayCall): Refusal | undefined {
  const decision = controlPlaneRefusal(call);
  if (!decision) return undefined;
  const { actsAs } = call.upstream;
  const as = actsAs === undefined ? '' : ` Through the gateway one acts there as ${actsAs} at most.`;
  return new Refusal('gateway/role', `${decision.message}${as}`);
}

function admits({ roles }: Upstream, role: Role): boolean {
  return roles === undefined || roles.includes(role);
}

function having({ roles }: Principal): string {
  return roles.length > 0 ? `With the role ${roles.join(', ')} you` : 'Without a role you';
}

function remedyOf({ roles }: Principal): string {
  if (!roles.some((role) => CALLS_TOOLS[role] === 'allowed')) return 'A viewer calls no tools.';
  return 'It may call tools that spec.tools.allow of a manifest names, and servers whose spec.roles names the role.';
}
