import { TOOL_ACCESS } from '../../controlPlane/access/accessTable.ts';
import { type Decision, decidePrompt, decideResource, decideTool } from '../../controlPlane/access/decide.ts';
import type { Principal } from '../../controlPlane/access/principal.ts';
import type { Role } from '../../controlPlane/access/roles.ts';
import type { Upstream } from '../upstream.ts';
import type { GatewayCall } from './call.ts';

/**
 * What the control plane's own table says of a call to it: for whoever calls, and for the role that clients of the
 * gateway act in there at most. The token that the gateway shows it may well be of somebody who may do more.
 *
 * @returns the first no; undefined where the call may go there
 */
export function controlPlaneRefusal(call: GatewayCall): Decision | undefined {
  const { principal, upstream } = call;
  return [principal, ...capped(principal, upstream)]
    .map((each) => decide(each, call))
    .find(({ grant }) => grant === 'no');
}

/** Whether the table lets somebody call a tool of the control plane at all, wherever that would reach. */
export function mayEverCall(principal: Principal, upstream: Upstream, tool: string): boolean {
  const row = TOOL_ACCESS[tool];
  if (!row) return false;
  const rights = 'grants' in row ? [row] : Object.values(row.rights);
  const may = (role: Role) => rights.some(({ grants }) => grants[role] !== 'no');
  return [principal, ...capped(principal, upstream)].every(({ roles }) => roles.some(may));
}

function capped(principal: Principal, { actsAs }: Upstream): Principal[] {
  return actsAs === undefined ? [] : [{ ...principal, roles: [actsAs] }];
}

function decide(principal: Principal, { method, item, params }: GatewayCall): Decision {
  if (method === 'tools/call') return decideTool(principal, item, params.arguments ?? {});
  return method === 'prompts/get' || !item.includes('://')
    ? decidePrompt(principal, item)
    : decideResource(principal, item);
}
