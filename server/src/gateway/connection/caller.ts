import type { Json } from './raw.ts';

/** What one side asks of the other, or tells it. */
export interface Message {
  readonly method: string;
  readonly params?: Json;
}

/** Whoever a server may ask something of while it works for them: for a model's answer, for input, for roots. */
export interface Caller {
  /** @throws where it cannot, or does not want to, answer */
  ask(request: Message, signal: AbortSignal): Promise<Json>;
  tell(notification: Message): void;
}

export interface AskOptions {
  readonly caller: Caller;
  readonly signal: AbortSignal;
  /** Told of the call's progress; absent: it is not asked for. */
  readonly onprogress?: (progress: Json) => void;
  /** Sent with the request, where it goes over HTTP. */
  readonly headers?: Readonly<Record<string, string>>;
}
