import type { ControlPlaneStatus } from '../../../server/src/protocol/controlPlane.ts';
import { environmentLabels } from '../environments/environments.ts';
import { clockWords } from './times.ts';

const NOT_REACHED = 'not reached yet';

export interface ControlPlaneWords {
  text: string;
  detail: string;
  severity: 'information' | 'warning';
  busy: boolean;
  action: Remedy;
}

/** What mends a state. Structured as a `Command` of the editor. */
export interface Remedy {
  command: string;
  title: string;
  arguments?: unknown[];
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
  const calm = { severity: 'information', busy: false, action: remedyOf(status) } as const;
  const grave = { ...calm, severity: 'warning' } as const;
  const label = status.environment ? environmentLabels[status.environment] : 'the control plane';
  // One line of little width: why, and what happens next, stands in the tree.
  const age = `${knownAsOf(status, now)}.`;
  switch (status.state) {
    case 'connected':
      return { ...calm, text: 'Control plane connected', detail: detail(status.place ?? '', doubt) };
    case 'starting': {
      const known = status.factsAt === undefined ? '' : age;
      return { ...calm, text: 'Control plane starting', detail: detail(known, doubt), busy: true };
    }
    case 'disabled': {
      const words = detail('The workspace is the whole catalog.', status.message ?? '');
      return { ...calm, text: 'Control plane off', detail: words };
    }
    case 'offline':
      return { ...grave, text: 'Control plane offline', detail: detail(age, doubt) };
    case 'signedOut':
      return { ...grave, text: `Signed out of ${label}`, detail: detail(age, doubt) };
    case 'expired':
      return { ...grave, text: `Sign-in to ${label} expired`, detail: detail(age, doubt) };
  }
}

function remedyOf({ state, environment }: ControlPlaneStatus): Remedy {
  if (state !== 'signedOut' && state !== 'expired')
    return { command: 'heady.controlPlane.restart', title: state === 'offline' ? 'Reconnect' : 'Restart' };
  const target = environment ? { arguments: [environment] } : {};
  return { command: 'heady.environment.signIn', title: 'Sign In', ...target };
}

/** The same as a sentence, without its full stop. */
export function catalogAge(status: ControlPlaneStatus, now: Date): string {
  const known = knownAsOf(status, now);
  if (status.factsAt !== undefined) return `The catalog is ${known}`;
  return known === NOT_REACHED ? 'The catalog was not reached yet' : 'Nothing is known of the catalog yet';
}

/** How old what is shown of a control plane is that does not answer now, in few words. */
export function knownAsOf({ state, factsAt }: ControlPlaneStatus, now: Date): string {
  if (factsAt !== undefined) return `as of ${clockWords(factsAt, now)}`;
  return state === 'signedOut' || state === 'expired' ? 'nothing known yet' : NOT_REACHED;
}
