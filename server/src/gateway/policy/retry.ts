import { setTimeout } from 'node:timers/promises';
import type { Stage } from './call.ts';
import { isTrustedIdempotent } from './hints.ts';
import { Unanswered } from './unanswered.ts';

/** Altogether. */
const ATTEMPTS = 3;

/** In milliseconds; doubled each time. */
const FIRST_DELAY = 100;

/**
 * Sends a call again that got no answer, a little later, where its server is believed to do nothing twice. What the
 * server answered, if only to say no, is its answer.
 *
 * @param random from 0 to 1: many who were left without an answer at once do not come back at once
 */
export function retry(random: () => number = Math.random): Stage {
  return async (call, next) => {
    const attempts = isTrustedIdempotent(call) ? ATTEMPTS : 1;
    for (let attempt = 1; ; attempt++) {
      try {
        return await next(call);
      } catch (error) {
        if (!(error instanceof Unanswered) || attempt >= attempts) throw error;
        call.signal.throwIfAborted();
        await setTimeout(random() * FIRST_DELAY * 2 ** attempt, undefined, { signal: call.signal }).catch(
          () => {
            throw call.signal.reason;
          },
        );
      }
    }
  };
}
