import type { ControlPlaneStatus } from '../../../../server/src/protocol/controlPlane.ts';
import { catalogAge, controlPlaneWords, knownAsOf } from '../controlPlaneWords.ts';
import { UNREACHED } from '../states.ts';
import { MessageNode } from './messageNode.ts';

/** The control plane is not reached, or lets nobody in: how old what is shown is, and that a click mends it. */
export class OfflineNode extends MessageNode {
  constructor(status: ControlPlaneStatus, now: Date) {
    const known = knownAsOf(status, now);
    const { text, action } = controlPlaneWords(status, false, now);
    const isOffline = status.state === 'offline';
    super(`offline/${status.environment ?? ''}`, {
      label: text,
      description: isOffline ? `${known}; reconnecting` : `${known}; click to sign in`,
      tooltip: `${status.message ?? text}\n${catalogAge(status, now)}.\nClick: ${action.title}.`,
      icon: isOffline ? 'debug-disconnect' : 'key',
      color: 'list.warningForeground',
      contextValue: isOffline ? 'offline' : 'signed-out',
      command: action,
    });
  }
}

/** A row for each control plane that is not reached, or lets nobody in. */
export function offlineRows(controlPlanes: readonly ControlPlaneStatus[], now: Date): OfflineNode[] {
  return controlPlanes
    .filter(({ state }) => UNREACHED.has(state))
    .map((status) => new OfflineNode(status, now));
}
