import type { GatewayCall } from './call.ts';

/** Whether the server says of a tool that it changes nothing, and is believed. */
export function isTrustedReadOnly(call: GatewayCall): boolean {
  return call.upstream.trustHints && hintOf(call, 'readOnlyHint');
}

/** Whether a call may be sent twice: its server is believed, and says or by its kind implies that this changes nothing. */
export function isTrustedIdempotent(call: GatewayCall): boolean {
  if (!call.upstream.trustHints) return false;
  return call.method !== 'tools/call' || hintOf(call, 'idempotentHint') || hintOf(call, 'readOnlyHint');
}

function hintOf({ definition }: GatewayCall, hint: 'readOnlyHint' | 'idempotentHint'): boolean {
  const annotations = definition?.annotations as Readonly<Record<string, unknown>> | null | undefined;
  return annotations?.[hint] === true;
}
