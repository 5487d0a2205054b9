import { setTimeout as sleep } from 'node:timers/promises';
import { busyIn } from './serverBusy.ts';

/** For so long at most a request is sent again and again, in milliseconds. */
const LONGEST = 50_000;

/** As `fetch` itself. */
type Send = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * Sends a request again where the server did nothing with it for want of time, when it says that it has some: a limit
 * of requests a minute makes what is asked slower, not undone.
 *
 * @param send may be called several times
 * @returns the answer; still one of too much to do where that goes on for most of a minute
 */
export async function patientFetch(send: Send, input: string | URL | Request, init?: RequestInit) {
  const until = Date.now() + LONGEST;
  for (;;) {
    const response = await send(input, init);
    const busy = busyIn(response);
    const wait = (busy?.retryAfter ?? 0) * 1_000;
    if (!busy || Date.now() + wait > until) return response;
    await response.body?.cancel();
    await sleep(wait, undefined, init?.signal ? { signal: init.signal } : {});
  }
}
