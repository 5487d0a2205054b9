import type { ControlPlaneClient } from '../catalog/controlPlane/client.ts';
import type { Environment } from '../manifest/document.ts';
import type { ControlPlanes } from './controlPlanes.ts';
import type { Guard } from './guard.ts';

/** What keeps a change from being asked for. */
export interface Barrier {
  /** `elsewhere`: another control plane has it than those that the editor is connected to. */
  outcome: 'locked' | 'elsewhere' | 'off';
  /** In words for people. */
  reason: string;
}

/** The control plane that has an environment, where something may be changed there. @param guard absent: nothing is changed */
export function reach(
  environment: Environment,
  controlPlanes: ControlPlanes,
  guard?: Guard,
): ControlPlaneClient | Barrier {
  if (guard?.isLocked(environment)) {
    const reason = `${environment} is read-only until it is unlocked with a reason.`;
    return { outcome: 'locked', reason };
  }
  if (!controlPlanes.serves(environment)) {
    const reason = `${environment} has another control plane than the one that this editor is connected to. Switch to ${environment} first.`;
    return { outcome: 'elsewhere', reason };
  }
  const client = controlPlanes.clientOf(environment);
  const reason = 'The control plane is switched off (setting heady.controlPlane.enabled).';
  return client ?? { outcome: 'off', reason };
}
