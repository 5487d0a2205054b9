import type { ServerOverview } from '../../../../server/src/protocol/gatewayOverview.ts';
import type { UndecidedPin } from '../../../../server/src/protocol/gatewayPins.ts';

/** What of one server waits for a person who was not told. */
export interface PinNews {
  server: string;
  pins: UndecidedPin[];
}

/** Of the first server that has some. That something is gone needs nobody at once. @param told causes */
export function newsOf(
  servers: readonly Pick<ServerOverview, 'name' | 'undecided'>[],
  told: ReadonlySet<string>,
): PinNews | undefined {
  for (const { name, undecided } of servers) {
    const pins = undecided.filter((pin) => pin.state !== 'missing' && !told.has(causeOf(name, pin)));
    if (pins.length > 0) return { server: name, pins };
  }
  return undefined;
}

/** The same for the same definition, whatever was decided about it in between. */
export function causeOf(server: string, { kind, name, hash }: UndecidedPin): string {
  return JSON.stringify([server, kind, name, hash]);
}
