import type { Refusal } from './link.ts';

/** What people are told where a control plane lets nobody in. @param place where it is; absent: the editor's own */
export function refusalWords({ state, reason }: Refusal, place = 'the control plane'): string {
  const mend = state === 'expired' ? 'Sign in again.' : 'Sign in to it.';
  return `Signed out of ${place}: ${sentence(reason)} ${mend}`;
}

/** What people are told while a control plane is not there. @param isKnown whether anything is known from before */
export function offlineWords(reason: string, isKnown: boolean): string {
  const shown = isKnown ? 'What was known last is shown' : 'Nothing is known of what is registered';
  return `The control plane is not there: ${sentence(reason)} ${shown}; Heady keeps trying.`;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
