import type { Json } from '../connection/raw.ts';
import { differInWordingOnly, hashOf, nameOf, type PinKind } from './definition.ts';
import type { ServerPins } from './pinSet.ts';

/**
 * How what a server offers stands to what was approved: the same; with another wording; changed in what it takes or
 * does; not approved yet; not wanted. `unknown`: the pins cannot be read.
 */
export type PinState = 'pinned' | 'reworded' | 'changed' | 'new' | 'rejected' | 'unknown';

export interface Judgement {
  readonly state: PinState;
  /** What clients are given; absent: nothing. Of what was reworded it is the approved wording. */
  readonly offered?: Json;
  /** What was approved. */
  readonly pinned?: Json;
  /** Whose decision it is; absent: the workspace's. */
  readonly by?: 'organisation';
}

/** How a definition stands to what a workspace decided about its server. */
export function judged({ pins, rejected }: ServerPins, kind: PinKind, definition: Json): Judgement {
  const hash = hashOf(definition);
  const name = nameOf(kind, definition);
  const pin = name === undefined ? undefined : pins.get(kind)?.get(name);
  const known = pin ? { pinned: pin.definition } : {};
  if (hash === undefined) return { state: pin ? 'changed' : 'new', ...known };
  if (hash === pin?.hash) return { state: 'pinned', offered: definition, ...known };
  if (rejected.includes(hash)) return { state: 'rejected', ...known };
  if (!pin) return { state: 'new' };
  if (kind === 'server' || !differInWordingOnly(pin.definition, definition))
    return { state: 'changed', ...known };
  return { state: 'reworded', offered: pin.definition, ...known };
}
