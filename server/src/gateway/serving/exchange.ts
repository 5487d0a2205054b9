import type { Caller, Message } from '../connection/caller.ts';
import type { Json } from '../connection/raw.ts';
import type { CallWatch } from '../policy/call.ts';

/** One request of a client, and the way back to it while it is under way. */
export interface Exchange extends Caller {
  readonly signal: AbortSignal;
  /** Ties together what the request leads to. */
  readonly correlation: string;
  /** What the client added to its request for the server's eyes, beside the parameters: `_meta`, answers to questions. */
  readonly extras: Json;
  /** Of a client that wants to be told of progress. */
  readonly onprogress?: (progress: Json) => void;
  /** A client of revision 2026-07-28 is asked by the answer to its request; others are asked meanwhile. */
  readonly isAskedByAnswer: boolean;
}

/** A request as it is sent on, with what is added to it; what comes later counts. */
export function withExtras({ method, params }: Message, extras: readonly Json[]): Message {
  const all = [params ?? {}, ...extras];
  const meta = Object.assign({}, ...all.map(({ _meta }) => _meta)) as Json;
  const whole = Object.assign({}, ...all) as Json;
  return { method, params: Object.keys(meta).length > 0 ? { ...whole, _meta: meta } : whole };
}

/** The same exchange, with somebody who watches how long the server takes. */
export function watched(exchange: Exchange, watch: CallWatch | undefined): Exchange {
  if (!watch) return exchange;
  const { onprogress } = exchange;
  return {
    ...exchange,
    ask: (request, signal) => watch.asking(exchange.ask(request, signal)),
    ...(onprogress && {
      onprogress: (progress) => {
        watch.progressed();
        onprogress(progress);
      },
    }),
  };
}
