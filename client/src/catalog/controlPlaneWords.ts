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
      return {
        text: 'Control plane offline',
        detail: detail(`${capitalised(lastKnown(status, now))}.`, status.message ?? '', doubt),
        severity: 'warning',
        busy: false,
      };
  }
}

/** What an offline control plane's catalog is worth. */
export function lastKnown({ factsAt }: ControlPlaneStatus, now: Date): string {
  return factsAt === undefined
    ? 'it has not answered yet'
    : `showing what was known at ${clockWords(factsAt, now)}`;
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
