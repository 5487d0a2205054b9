import type { Client } from '@modelcontextprotocol/client';
import type { AskOptions, Caller, Message } from './caller.ts';
import type { Json } from './raw.ts';

/** The calls that a server works on, over one connection, and whom it can turn to meanwhile. */
export class CallsUnderWay {
  readonly #owner: Caller;
  readonly #callers: Caller[] = [];
  readonly #progress = new Map<string, (progress: Json) => void>();
  #tokens = 0;

  /** @param owner turned to where it is not clear for which call */
  constructor(owner: Caller) {
    this.#owner = owner;
  }

  get isEmpty(): boolean {
    return this.#callers.length === 0;
  }

  /** @returns the request as it is to be sent, and what to call once it is answered */
  begin(request: Message, { caller, onprogress }: Omit<AskOptions, 'signal'>): [Message, () => void] {
    const token = `heady-${this.#tokens++}`;
    this.#callers.push(caller);
    if (onprogress) this.#progress.set(token, onprogress);
    const end = () => {
      this.#progress.delete(token);
      this.#callers.splice(this.#callers.indexOf(caller), 1);
    };
    return [onprogress ? withProgress(request, token) : request, end];
  }

  /** Takes what the server asks and tells by itself to whom it belongs. */
  attend(client: Client): void {
    client.fallbackRequestHandler = async ({ method, params }, { mcpReq }) =>
      (await this.#ask(messageOf(method, params), mcpReq.signal)) as never;
    // The SDK would lose what arrives together with the answer.
    client.removeNotificationHandler('notifications/progress');
    client.fallbackNotificationHandler = async ({ method, params }) => this.#tell(messageOf(method, params));
  }

  async #ask(request: Message, signal: AbortSignal): Promise<Json> {
    return await (this.#only ?? this.#owner).ask(request, signal);
  }

  #tell(notification: Message): void {
    const { method, params = {} } = notification;
    if (method === 'notifications/progress') this.#progress.get(String(params.progressToken))?.(params);
    else if (method === 'notifications/message') (this.#only ?? this.#owner).tell(notification);
    else this.#owner.tell(notification);
  }

  /** Where the server works for one caller, what it says is about that. */
  get #only(): Caller | undefined {
    return this.#callers.length === 1 ? this.#callers[0] : undefined;
  }
}

function messageOf(method: string, params: unknown): Message {
  return params === undefined ? { method } : { method, params: params as Json };
}

function withProgress({ method, params }: Message, progressToken: string): Message {
  return { method, params: { ...params, _meta: { ...(params?._meta as Json | undefined), progressToken } } };
}
