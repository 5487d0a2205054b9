import type { ControlPlaneStatus } from '../../../server/src/protocol.ts';
import { clockWords } from './times.ts';

export interface ControlPlaneWords {
  text: string;
  detail: string;
  severity: 'information' | 'warning';
  busy: boolean;
}

/** Said wherever the catalog is not known: its rules are silent then, which must not look like a pass. */
export const undecided = 'Rules that need the catalog are undecided.';

/**
 * The control plane's state for people.
 *
 * @param anyUnknown whether entries exist of which nobody can say if they are registered
 */
export function controlPlaneWords(
  status: ControlPlaneStatus,
  anyUnknown: boolean,
  now: Date,
): ControlPlaneWords {
  const doubt = anyUnknown ? undecided : '';
  const detail = (...parts: string[]) => parts.filter(Boolean).join(' ');
  switch (status.state) {
    case 'connected':
      return { text: 'Control plane connected', detail: doubt, severity: 'information', busy: false };
    case 'starting':
      return { text: 'Control plane starting', detail: doubt, severity: 'information', busy: true };
    case 'disabled':
      return {
        text: 'Control plane off',
        detail: detail('The workspace is the whole catalog.', status.message ?? ''),
        severity: 'information',
        busy: false,
      };
    case 'offline':
      // One line of little width: why, and what happens next, stands in the tree.
      return {
        text: 'Control plane offline',
        detail: detail(`${knownAsOf(status, now)}.`, doubt),
        severity: 'warning',
        busy: false,
      };
  }
}

/** How old what an offline control plane's catalog shows is, in few words. */
export function knownAsOf({ factsAt }: ControlPlaneStatus, now: Date): string {
  return factsAt === undefined ? 'not reached yet' : `as of ${clockWords(factsAt, now)}`;
}
