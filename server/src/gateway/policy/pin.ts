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

/** Something that is used of a server, and is pinned. */
export interface Pinned {
  readonly kind: PinKind;
  /** What people call its kind. */
  readonly what: string;
  readonly name: string;
  /** As the server gave it last; absent where it does not list it. */
  readonly definition: GatewayCall['definition'] | undefined;
}

/** Lets pass calls of what is as it was approved, and of what only its wording changed. */
export function pin(pins: Pins): Stage {
  return async (call, next) => {
    await pins.known();
    const pinned = pinnedOf(call);
    if (pinned) await checkPin(pins, call.upstream.name, pinned);
    return await next(call);
  };
}

/** @throws Refusal for what is not as it was approved */
export async function checkPin(pins: Pins, server: string, pinned: Pinned): Promise<void> {
  if (reasonOf(pins, server, pinned) === undefined) return;
  // Somebody may have approved it just now.
  await pins.refresh();
  const reason = reasonOf(pins, server, pinned);
  if (reason === undefined) return;
  throw new Refusal('gateway/pin', `The ${pinned.what} "${pinned.name}" of "${server}" ${reason}`);
}

/** What of a server a call uses; undefined where nothing is pinned of that. */
function pinnedOf({ method, item, params, definition, template }: GatewayCall): Pinned | undefined {
  if (method === 'tools/call') return { kind: 'tools', what: 'tool', name: item, definition };
  const isPrompt = (params.ref as { type?: unknown } | undefined)?.type === 'ref/prompt';
  if (method === 'prompts/get' || isPrompt)
    return { kind: 'prompts', what: 'prompt', name: item, definition };
  return template && pinnedTemplate(template);
}

export function pinnedTemplate(definition: NonNullable<GatewayCall['template']>): Pinned {
  const name = String(definition.uriTemplate);
  return { kind: 'templates', what: 'resource template', name, definition };
}

/** @returns why a call is not let pass, for whoever called; undefined where it is */
function reasonOf(pins: Pins, server: string, { kind, name, definition }: Pinned): string | undefined {
  const where = `--server ${server}`;
  if (pins.trouble !== undefined) return `${REASONS.unknown}: ${pins.trouble}`;
  if (definition === undefined) {
    if (pins.isPinned(server, kind, name)) {
      return `was approved, and its server does not list it any more. See heady gateway pins diff ${where}.`;
    }
    // What no list has, the server itself says that it has not.
    return pins.firstSight === 'ask' ? `${REASONS.new}, and its server does not list it.` : undefined;
  }
  const { state, by } = pins.judge(server, kind, definition);
  if (state === 'pinned' || state === 'reworded') return undefined;
  if (by === 'organisation')
    return `${state === 'rejected' ? 'was rejected by your organisation' : 'is not what your organisation approved'}. Whoever looks after its control plane decides: heady gateway pins diff ${where}.`;
  return `${REASONS[state]}. A person has to look at it: heady gateway pins diff ${where}, then pins approve or reject.`;
}
