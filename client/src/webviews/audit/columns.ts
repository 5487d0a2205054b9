import type { AuditLog, AuditRecord } from '../../../../server/src/protocol/audit.ts';

/** How a record's field is shown in the table. */
export interface Column {
  heading: string;
  text(record: AuditRecord): string;
}

const OUTCOMES: Readonly<Record<string, string | undefined>> = {
  done: 'Done',
  asked: 'Asked for input',
  'tool-error': 'Tool failed',
  error: 'Error',
  unanswered: 'No answer',
  'timed-out': 'Timed out',
  refused: 'Refused',
  cancelled: 'Cancelled',
};

/** How calls end, for the filter. */
export const CALL_OUTCOMES: readonly (readonly [value: string, label: string])[] = Object.entries(
  OUTCOMES,
).map(([value, label]) => [value, label ?? value]);

/** Rules by which calls are refused, for the filter. */
export const CALL_RULES: readonly string[] = [
  'gateway/administration-limit',
  'gateway/breaker-open',
  'gateway/bulkhead',
  'gateway/environment',
  'gateway/pin',
  'gateway/prod-read-only',
  'gateway/role',
  'gateway/server-limit',
  'gateway/tool-not-allowed',
  'gateway/user-limit',
  'gateway/workspace-limit',
];

const METHODS: Readonly<Record<string, string | undefined>> = {
  'prompts/get': 'prompt ',
  'completion/complete': 'completion for ',
};

export const COLUMNS: Readonly<Record<AuditLog, readonly Column[]>> = {
  calls: [
    { heading: 'Server', text: ({ server }) => textOf(server) },
    { heading: 'What', text: whatWords },
    { heading: 'User', text: ({ actor }) => textOf(actor) },
    { heading: 'Outcome', text: outcomeWords },
    { heading: 'Took', text: ({ milliseconds }) => tookWords(milliseconds) },
  ],
  controlPlane: [
    { heading: 'User', text: ({ actor }) => textOf(actor) },
    { heading: 'Action', text: ({ action }) => textOf(action) },
    { heading: 'On', text: ({ target }) => textOf(target) },
    { heading: 'Outcome', text: outcomeWords },
  ],
};

/** Bad, in doubt or fine: shown beside the words, never instead of them. */
export function outcomeClass({ outcome, dropped }: AuditRecord): 'bad' | 'doubtful' | 'fine' {
  if (['tool-error', 'error', 'unanswered', 'timed-out', 'failed'].includes(textOf(outcome))) return 'bad';
  return dropped !== undefined || ['refused', 'cancelled', 'conflict'].includes(textOf(outcome))
    ? 'doubtful'
    : 'fine';
}

/** The moment by the clock on the wall, to the second. */
export function timeWords(at: unknown, locale?: string): string {
  const moment = new Date(textOf(at));
  if (Number.isNaN(moment.getTime())) return 'unknown';
  return moment.toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'medium' });
}

/** All that a record holds, field by field, for who opens it. */
export function fieldsOf(record: AuditRecord): (readonly [name: string, value: string])[] {
  return Object.entries(record).map(([name, value]) => [name, textOf(value)]);
}

function whatWords({ method, item, dropped }: AuditRecord): string {
  if (dropped !== undefined) return `${textOf(dropped)} calls could not be recorded`;
  return `${METHODS[textOf(method)] ?? ''}${textOf(item)}`;
}

function outcomeWords({ outcome, rule }: AuditRecord): string {
  const words = OUTCOMES[textOf(outcome)] ?? textOf(outcome);
  return rule === undefined ? words : `${words} by ${textOf(rule)}`;
}

function tookWords(milliseconds: unknown): string {
  if (typeof milliseconds !== 'number') return '';
  if (milliseconds < 1) return '< 1 ms';
  return milliseconds < 1_000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1_000).toFixed(1)} s`;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
