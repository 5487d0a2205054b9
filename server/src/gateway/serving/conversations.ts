import { randomUUID } from 'node:crypto';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import type { Caller, Message } from '../connection/caller.ts';
import type { Json } from '../connection/raw.ts';
import type { Exchange } from './exchange.ts';

/** How long a server's call waits for the client to come back with what was asked for, in milliseconds. */
const PATIENCE = 30 * 60_000;

/** What marks a state as one of these. */
const PREFIX = 'heady-gateway:';

/** Makes a server's call, on behalf of whoever it may ask and tell of its progress meanwhile. */
type MakeCall = (caller: Caller & { onprogress(progress: Json): void }, signal: AbortSignal) => Promise<Json>;

/**
 * Calls of servers that ask while they work, as revision 2025-11-25 has it, for clients of revision 2026-07-28, who
 * are asked by an answer and call again with what was asked for. Meanwhile the server's call waits here.
 */
export class Conversations {
  readonly #waiting = new Map<string, { about: string; conversation: Conversation }>();

  /**
   * @param about what is called: a state is good for nothing else
   * @param signal ends the call while the client waits for it
   */
  async hold(call: MakeCall, about: string, exchange: Exchange, signal: AbortSignal): Promise<Json> {
    const conversation = this.#resumed(about, exchange) ?? new Conversation(call);
    const answer = await conversation.next(exchange, signal);
    if (!answer.asked) return answer.result;
    const requestState = `${PREFIX}${randomUUID()}`;
    this.#waiting.set(requestState, { about, conversation });
    conversation.waitAtMost(PATIENCE, () => this.#waiting.delete(requestState));
    return { resultType: 'input_required', inputRequests: answer.asked, requestState };
  }

  close(): void {
    for (const { conversation } of this.#waiting.values()) conversation.end();
    this.#waiting.clear();
  }

  /** @throws ProtocolError for a state that is over, or of another call */
  #resumed(about: string, { extras: { requestState } }: Exchange): Conversation | undefined {
    if (typeof requestState !== 'string' || !requestState.startsWith(PREFIX)) return undefined;
    const waiting = this.#waiting.get(requestState);
    this.#waiting.delete(requestState);
    if (waiting?.about === about) return waiting.conversation;
    const message = 'What this answers is over, or was asked by another call. Call again without it.';
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, message, { reason: 'invalid_request_state' });
  }
}

interface Asked {
  readonly request: Message;
  resolve(answer: Json): void;
}

type Answer = { asked?: undefined; result: Json } | { asked: Record<string, Message> };

/** One call of a server, over as many requests of the client as it takes. */
class Conversation implements Caller {
  readonly #abort = new AbortController();
  readonly #asked = new Map<string, Asked>();
  readonly #result: Promise<Answer>;
  #exchange: Exchange | undefined;
  #count = 0;
  #onAsked: () => void = () => {};
  #timer: NodeJS.Timeout | undefined;

  constructor(call: MakeCall) {
    this.#result = call(this, this.#abort.signal).then((result) => ({ result }));
    // Whoever waits for it learns of it; while nobody does it is no unhandled one.
    this.#result.catch(() => {});
  }

  /** What the server answers, or asks for next. */
  async next(exchange: Exchange, signal: AbortSignal): Promise<Answer> {
    clearTimeout(this.#timer);
    this.#exchange = exchange;
    this.#take((exchange.extras.inputResponses ?? {}) as Record<string, Json>);
    const end = () => this.#abort.abort(signal.reason);
    signal.addEventListener('abort', end, { once: true });
    try {
      const asked = new Promise<Answer>((resolve) => {
        this.#onAsked = () => resolve({ asked: this.#requests() });
        if (this.#asked.size > 0) this.#onAsked();
      });
      return await Promise.race([this.#result, asked]);
    } finally {
      signal.removeEventListener('abort', end);
      this.#exchange = undefined;
      this.#onAsked = () => {};
    }
  }

  waitAtMost(ms: number, onEnd: () => void): void {
    this.#timer = setTimeout(() => {
      onEnd();
      this.end();
    }, ms).unref();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#abort.abort(new Error('Nobody came back with what was asked for.'));
  }

  ask(request: Message, signal: AbortSignal): Promise<Json> {
    const key = `request-${++this.#count}`;
    return new Promise((resolve, reject) => {
      const forget = () => {
        this.#asked.delete(key);
        reject(signal.reason);
      };
      signal.addEventListener('abort', forget, { once: true });
      this.#asked.set(key, {
        request,
        resolve: (answer) => {
          signal.removeEventListener('abort', forget);
          resolve(answer);
        },
      });
      this.#onAsked();
    });
  }

  tell(notification: Message): void {
    this.#exchange?.tell(notification);
  }

  readonly onprogress = (progress: Json) => this.#exchange?.onprogress?.(progress);

  /** What is not among the responses is asked for again. */
  #take(responses: Record<string, Json>): void {
    for (const [key, response] of Object.entries(responses)) {
      this.#asked.get(key)?.resolve(response);
      this.#asked.delete(key);
    }
  }

  #requests(): Record<string, Message> {
    return Object.fromEntries([...this.#asked].map(([key, { request }]) => [key, request]));
  }
}
