import type { Json } from '../connection/raw.ts';
import { hashOf, type PinKind } from './definition.ts';
import { NOTHING_DECIDED, type PinSet, type ServerPins } from './pinSet.ts';

/** Something to be decided about. */
export interface Choice {
  readonly server: string;
  readonly kind: PinKind;
  readonly name: string;
  /** As it is offered; absent: it is gone. */
  readonly definition?: Json;
}

/** Approves what is offered as it is, and that what is gone is gone. */
export function approve(set: PinSet, choices: readonly Choice[]): PinSet {
  return decide(set, choices, ({ pins, rejected }, { kind, name, definition }) => {
    const hash = definition && hashOf(definition);
    const ofKind = new Map(pins.get(kind));
    if (definition && hash !== undefined) ofKind.set(name, { hash, definition });
    else ofKind.delete(name);
    return { pins: new Map([...pins, [kind, ofKind]]), rejected: rejected.filter((each) => each !== hash) };
  });
}

/** Wants no more of what is offered: what was approved before still is, where it is something else. */
export function reject(set: PinSet, choices: readonly Choice[]): PinSet {
  return decide(set, choices, ({ pins, rejected }, { kind, name, definition }) => {
    const hash = definition && hashOf(definition);
    if (hash === undefined) return { pins, rejected };
    const ofKind = new Map(pins.get(kind));
    if (ofKind.get(name)?.hash === hash) ofKind.delete(name);
    return { pins: new Map([...pins, [kind, ofKind]]), rejected: [...new Set([...rejected, hash])] };
  });
}

/** Takes back what was decided about what is offered: it waits for a person again. */
export function forget(set: PinSet, choices: readonly Choice[]): PinSet {
  return decide(set, choices, ({ pins, rejected }, { kind, name, definition }) => {
    const hash = definition && hashOf(definition);
    const ofKind = new Map(pins.get(kind));
    if (ofKind.get(name)?.hash === hash) ofKind.delete(name);
    return { pins: new Map([...pins, [kind, ofKind]]), rejected: rejected.filter((each) => each !== hash) };
  });
}

function decide(
  set: PinSet,
  choices: readonly Choice[],
  one: (pins: ServerPins, choice: Choice) => ServerPins,
): PinSet {
  const decided = new Map(set);
  for (const choice of choices) {
    decided.set(choice.server, one(decided.get(choice.server) ?? NOTHING_DECIDED, choice));
  }
  return decided;
}
