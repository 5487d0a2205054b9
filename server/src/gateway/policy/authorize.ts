import { type GatewayCall, Refusal, type Stage } from './call.ts';

/** Lets pass what the upstream's manifest lets pass. */
export const authorize: Stage = async (call, next) => {
  if (call.method === 'tools/call' && !isOffered(call.upstream, call.item)) {
    throw new Refusal(
      'gateway/allowlist',
      `The tool "${call.item}" of "${call.upstream.name}" is not offered.`,
    );
  }
  return await next(call);
};

/** Whether a tool is among those that the upstream's manifest offers; `deny` counts whatever `allow` says. */
export function isOffered({ tools: { allow, deny } }: GatewayCall['upstream'], tool: string): boolean {
  return !deny?.includes(tool) && (allow === undefined || allow.includes(tool));
}
