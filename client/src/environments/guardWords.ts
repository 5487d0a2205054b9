import type { FieldChange, RegisterPreview } from '../../../server/src/protocol/guard.ts';
import { UNLOCK_LIMITS } from '../../../server/src/protocol/guard.ts';

/** Lines that a question shows at most: a dialog does not scroll. */
const MAX_LINES = 14;

/** Time that is left, as a clock shows it: "14:05". Never less than nothing. @param ms milliseconds */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The same to be read aloud: it changes once a minute, so that a screen reader is not interrupted by it. */
export function minutesLeft(ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

/** Why that is no reason to unlock an environment, in words for people; undefined: it is one. */
export function reasonProblem(reason: string): string | undefined {
  if (reason.trim() === '') return 'Say why: it goes into the history of what you change.';
  const { reason: longest } = UNLOCK_LIMITS;
  return reason.trim().length > longest ? `Say it in ${longest} characters.` : undefined;
}

/** Exactly what a registration would change, one line a field. */
export function changeLines({ outcome, version, changes }: RegisterPreview): string {
  return [headline(outcome, version), ...shortened(changes.map(changeLine))].join('\n');
}

function headline(outcome: RegisterPreview['outcome'], version: number | undefined): string {
  switch (outcome) {
    case 'new':
      return 'A new entry:';
    case 'changed':
      return `Version ${version} becomes version ${(version ?? 0) + 1}:`;
    case 'unchanged':
      return `Nothing changes: version ${version} is registered just so.`;
    case 'unknown':
      return 'What is registered now is not known. It will be:';
  }
}

function changeLine({ field, from, to }: FieldChange): string {
  if (to === undefined) return `− ${field}: ${from}`;
  return from === undefined ? `+ ${field}: ${to}` : `• ${field}: ${from} → ${to}`;
}

/** So many lines as a dialog holds. @param what is left out, of several */
export function shortened(lines: readonly string[], what = 'fields'): readonly string[] {
  if (lines.length <= MAX_LINES) return lines;
  const rest = lines.length - (MAX_LINES - 1);
  return [...lines.slice(0, MAX_LINES - 1), `... and ${rest} more ${what}`];
}
