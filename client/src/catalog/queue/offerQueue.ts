import { window } from 'vscode';
import type { ControlPlaneState } from '../../../../server/src/protocol/controlPlane.ts';
import type { EnvironmentName } from '../../../../server/src/protocol.ts';
import { environmentLabels } from '../../environments/environments.ts';
import type { CatalogService } from '../catalogService.ts';
import type { ChangeQueue } from './changeQueue.ts';
import type { PlacedChange, WantedChange } from './queuedChange.ts';

const AWAY: readonly (ControlPlaneState | undefined)[] = ['offline', 'starting', 'signedOut', 'expired'];

/** Whether what failed may be had later: the environment's control plane is not there, or lets nobody in, now. */
export function isAway(catalog: CatalogService, environment: EnvironmentName): boolean {
  return AWAY.includes(catalog.controlPlaneOf(environment)?.state);
}

/**
 * Tells that nothing was changed, and has the change wait where the user says so.
 *
 * @param message why nothing was changed, in words for people
 */
export async function offerQueue(
  queue: ChangeQueue,
  wanted: WantedChange,
  environment: EnvironmentName,
  message: string,
): Promise<void> {
  const detail = `It can wait: Heady then makes the change when ${environmentLabels[environment]}'s control plane is there again, and asks you where somebody else was faster.`;
  if (await saysYes(message, detail)) queue.add(wanted, environment);
}

/** The same of several changes. */
export async function offerQueueForAll(
  queue: ChangeQueue,
  wanted: readonly PlacedChange[],
  message: string,
): Promise<void> {
  const environments = [...new Set(wanted.map(({ environment }) => environmentLabels[environment]))];
  const detail = `They can wait: Heady then makes them in their order when the control plane of ${environments.join(' and ')} is there again, and asks you for each where somebody else was faster.`;
  if (await saysYes(message, detail)) queue.addAll(wanted);
}

async function saysYes(message: string, detail: string): Promise<boolean> {
  return (await window.showWarningMessage(message, { modal: true, detail }, 'Queue')) === 'Queue';
}
