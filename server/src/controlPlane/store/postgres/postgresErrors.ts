import { StoreError } from '../store.ts';

/** SQLSTATEs. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const REFUSALS: Readonly<Record<string, string>> = {
  '28P01': 'It does not accept the password. Check user and password in --store.',
  '28000': 'It does not let this user in. Check the user in --store and the server’s pg_hba.conf.',
  '3D000': 'It has no such database. Create it, or name another one in --store.',
  '25006': 'It is read-only, a standby perhaps. Name the primary in --store.',
  '53100': 'There is no space left on its disk. Make room, then try again.',
  '42501': 'The user may not create tables there. Grant CREATE on the schema, or use another user.',
};

/** What the server says of its own going or of one too many; it may be another matter a moment later. */
const PASSING = new Set(['57P01', '57P02', '57P03', '53300', '25P03', '57P05']);

/** Another transaction was in the way: the same again will do. */
const CONTENTION = new Set(['40001', '40P01', '55P03']);

export function isContention(error: unknown): boolean {
  return CONTENTION.has(codeOf(error) ?? '');
}

/** The connection is gone, or the server is: nothing is known of what was under way. */
export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof StoreError) return false;
  const code = codeOf(error);
  // Errors of the server have a severity; all else comes from the socket or from the client's own time-outs.
  if (!(error as { severity?: unknown } | null)?.severity) return isFromConnection(error, code);
  return code !== undefined && (PASSING.has(code) || code.startsWith('08'));
}

function isFromConnection(error: unknown, code: string | undefined): boolean {
  if (code !== undefined && /^E[A-Z]+$/.test(code)) return true;
  return error instanceof Error && /connection|timeout|terminat|socket/i.test(error.message);
}

/** Why the server will not have us, where waiting would not help. */
export function refusalOf(error: unknown, place: string): StoreError | undefined {
  const reason = REFUSALS[codeOf(error) ?? ''];
  return reason === undefined ? undefined : new StoreError(`PostgreSQL at ${place}: ${reason}`);
}

/** The server's or the socket's own words; a host with several addresses fails with several errors. */
export function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length) return wordsOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}
