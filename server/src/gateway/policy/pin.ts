import type { PinKind } from '../pins/definition.ts';
import type { PinState } from '../pins/judgement.ts';
import type { Pins } from '../pins/pins.ts';
import { type GatewayCall, Refusal, type Stage } from './call.ts';

const REASONS: Readonly<Record<Exclude<PinState, 'pinned' | 'reworded'>, string>> = {
  changed: 'is not what was approved any more',
  new: 'was not approved yet',
  rejected: 'was rejected',
  unknown: 'cannot be compared with what was approved',
};

/** Lets pass calls of what is as it was approved, and of what only its wording changed. */
export function pin(pins: Pins): Stage {
  return async (call, next) => {
    await pins.known();
    const pinned = pinnedOf(call);
    const reason = pinned && reasonOf(pins, call, pinned.kind, pinned.name);
    if (!pinned || reason === undefined) return await next(call);
    // Somebody may have approved it just now.
    await pins.refresh();
    const still = reasonOf(pins, call, pinned.kind, pinned.name);
    if (still === undefined) return await next(call);
    throw new Refusal(
      'gateway/pin',
      `The ${pinned.what} "${pinned.name}" of "${call.upstream.name}" ${still}`,
    );
  };
}

/** What of a server a call uses; undefined where nothing is pinned of that. */
function pinnedOf({
  method,
  item,
  params,
}: GatewayCall): { kind: PinKind; what: string; name: string } | undefined {
  if (method === 'tools/call') return { kind: 'tools', what: 'tool', name: item };
  if (method === 'prompts/get') return { kind: 'prompts', what: 'prompt', name: item };
  if (method !== 'completion/complete') return undefined;
  const isPrompt = (params.ref as { type?: unknown } | undefined)?.type === 'ref/prompt';
  return isPrompt ? { kind: 'prompts', what: 'prompt', name: item } : undefined;
}

/** @returns why a call is not let pass, for whoever called; undefined where it is */
function reasonOf(pins: Pins, call: GatewayCall, kind: PinKind, name: string): string | undefined {
  const { upstream, definition } = call;
  const where = `--server ${upstream.name}`;
  if (pins.trouble !== undefined) return `${REASONS.unknown}: ${pins.trouble}`;
  if (definition === undefined) {
    if (pins.isPinned(upstream.name, kind, name)) {
      return `was approved, and its server does not list it any more. See heady gateway pins diff ${where}.`;
    }
    // What no list has, the server itself says that it has not.
    return pins.firstSight === 'ask' ? `${REASONS.new}, and its server does not list it.` : undefined;
  }
  const { state, by } = pins.judge(upstream.name, kind, definition);
  if (state === 'pinned' || state === 'reworded') return undefined;
  if (by === 'organisation')
    return `${state === 'rejected' ? 'was rejected by your organisation' : 'is not what your organisation approved'}. Whoever looks after its control plane decides: heady gateway pins diff ${where}.`;
  return `${REASONS[state]}. A person has to look at it: heady gateway pins diff ${where}, then pins approve or reject.`;
}
