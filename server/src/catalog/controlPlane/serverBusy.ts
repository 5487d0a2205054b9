/** How long is waited where a server does not say how long, in seconds. */
const USUAL = 1;

/** A longer time is a fault of the server, in seconds. */
const LONGEST = 3_600;

/** A server did not do what was asked, and says when to ask again (HTTP 429, or 503 with `Retry-After`). */
export class ServerBusy extends Error {
  override readonly name = 'ServerBusy';
  /** In seconds from now. */
  readonly retryAfter: number;

  constructor(status: number, retryAfter: number) {
    super(`It has too much to do (HTTP ${status}). Ask again in ${retryAfter} s.`);
    this.retryAfter = retryAfter;
  }
}

/** @returns undefined for an answer that is none of these */
export function busyIn({ status, headers }: Response): ServerBusy | undefined {
  const stated = headers.get('retry-after');
  if (status !== 429 && !(status === 503 && stated !== null)) return undefined;
  return new ServerBusy(status, secondsIn(stated, headers.get('date')));
}

/** Of a moment, the server's own clock tells how far away it is, whatever ours shows. */
function secondsIn(retryAfter: string | null, date: string | null): number {
  const text = retryAfter?.trim() ?? '';
  const until = (Date.parse(text) - (Date.parse(date ?? '') || Date.now())) / 1_000;
  const seconds = /^\d+$/.test(text) ? Number(text) : until;
  return Number.isFinite(seconds) ? Math.min(LONGEST, Math.max(USUAL, Math.ceil(seconds))) : USUAL;
}
