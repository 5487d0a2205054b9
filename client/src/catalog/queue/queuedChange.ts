import type { PromoteParams, RetireParams } from '../../../../server/src/protocol/entryChanges.ts';
import type { RegisterParams } from '../../../../server/src/protocol/register.ts';
import type { EnvironmentName } from '../../../../server/src/protocol.ts';
import { environmentLabels } from '../../environments/environments.ts';

/** A change of the catalog as it is asked for, with the version that was known when it was. */
export type WantedChange =
  /** Of the manifest as it stands when it is made. */
  | { does: 'register'; params: RegisterParams }
  | { does: 'promote'; params: PromoteParams }
  | { does: 'retire'; params: RetireParams };

/** The same, with where something changes. */
export type PlacedChange = WantedChange & { environment: EnvironmentName };

/** A change that waits until the control plane is there. */
export type QueuedChange = PlacedChange & {
  id: number;
  /** ISO time at which the user had it queued. */
  at: string;
  /** Why it was not made when it was tried. */
  problem?: string;
};

/** "Register dev-health-intake in Dev". */
export function changeWords({ does, params, environment }: Omit<QueuedChange, 'id' | 'at'>): string {
  const where = environmentLabels[environment];
  if (does === 'promote') return `Promote ${params.name} to ${where}`;
  return does === 'retire' ? `Retire ${params.name} from ${where}` : `Register ${params.name} in ${where}`;
}

/** How long something waits: "3 minutes", "2 hours", "5 days". @param at ISO time */
export function waitWords(at: string, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - Date.parse(at)) / 60_000));
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return counted(minutes, 'minute');
  return minutes < 24 * 60
    ? counted(Math.floor(minutes / 60), 'hour')
    : counted(Math.floor(minutes / (24 * 60)), 'day');
}

/** "2 changes wait, the first for 3 hours". */
export function queueWords(changes: readonly QueuedChange[], now: Date): string {
  const [first] = changes;
  if (!first) return 'No change waits.';
  const wait = waitWords(first.at, now);
  return changes.length === 1
    ? `1 change waits for the control plane, for ${wait}.`
    : `${changes.length} changes wait for the control plane, the first for ${wait}.`;
}

function counted(count: number, unit: string): string {
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}
