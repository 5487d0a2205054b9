import type { ControlPlaneStatus } from '../../../../server/src/protocol.ts';
import { knownAsOf } from '../controlPlaneWords.ts';
import { MessageNode } from './messageNode.ts';

/** The control plane is not reached: how old what is shown is, and that a click reconnects. */
export class OfflineNode extends MessageNode {
  constructor(status: ControlPlaneStatus, now: Date) {
    const known = knownAsOf(status, now);
    super('offline', {
      label: 'Control plane offline',
      description: `${known}; reconnecting`,
      tooltip: `Control plane offline, catalog ${known}; reconnecting. ${status.message ?? ''}\nClick to restart it now.`,
      icon: 'debug-disconnect',
      color: 'list.warningForeground',
      contextValue: 'offline',
      command: { command: 'heady.controlPlane.restart', title: 'Restart Control Plane' },
    });
  }
}
