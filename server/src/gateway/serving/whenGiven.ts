import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Message } from '../connection/caller.ts';
import type { Json } from '../connection/raw.ts';
import type { Exchange } from './exchange.ts';

/** A server that asks more often than this is not answered any more. */
const MAX_ROUNDS = 16;

/** A server that asks for nothing but to be called again is, after so long. In milliseconds. */
const PAUSE = 1_000;

/**
 * Asks a server. Where it answers that it needs input first, as revision 2026-07-28 has it, a client of that revision
 * is given just that answer; any other is asked for the input here, as often as the server needs some.
 */
export async function whenGiven(
  ask: (extras: Json) => Promise<Json>,
  exchange: Exchange,
  signal: AbortSignal,
): Promise<Json> {
  let answer = await ask(exchange.extras);
  if (exchange.isAskedByAnswer) return answer;
  for (let round = 0; answer.resultType === 'input_required'; round++) {
    if (round === MAX_ROUNDS)
      throw new Error(`It asked for input ${MAX_ROUNDS} times, and still wants more.`);
    const requests = Object.entries((answer.inputRequests ?? {}) as Record<string, Message>);
    const responses = await Promise.all(
      requests.map(async ([key, request]) => [key, await exchange.ask(asRequest(request), signal)] as const),
    );
    if (requests.length === 0) await setTimeout(PAUSE, undefined, { signal });
    answer = await ask({
      ...exchange.extras,
      ...(requests.length > 0 ? { inputResponses: Object.fromEntries(responses) } : {}),
      ...(answer.requestState === undefined ? {} : { requestState: answer.requestState }),
    });
  }
  return answer;
}

/** The older revision wants a name for what is asked for at a URL. */
function asRequest({ method, params }: Message): Message {
  if (params?.mode !== 'url' || params.elicitationId !== undefined)
    return params ? { method, params } : { method };
  return { method, params: { ...params, elicitationId: randomUUID() } };
}
