import {
  type Client,
  type ClientOptions,
  type McpSubscription,
  SdkHttpError,
  type ServerCapabilities,
} from '@modelcontextprotocol/client';
import { Backoff } from '../../catalog/controlPlaneBackoff.ts';
import type { Way } from '../transports/open.ts';
import type { Upstream } from '../upstream.ts';
import type { Connection, Connector } from './connector.ts';
import { type Json, RAW } from './raw.ts';

/** Timers take no more, in milliseconds: how long a call may take is decided before it comes here. */
const NO_LIMIT = 2 ** 31 - 1;

/** More pages of a list are not asked for: a list without end is a fault of the server. */
const MAX_PAGES = 200;

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

/** What a link is made for. */
export interface LinkOwner extends Caller {
  /** What it can do for servers. */
  readonly capabilities: NonNullable<ClientOptions['capabilities']>;
  /** A link's state changed. */
  onState(link: Link): void;
}

export interface AskOptions {
  readonly caller: Caller;
  readonly signal: AbortSignal;
  /** Told of the call's progress; absent: it is not asked for. */
  readonly onprogress?: (progress: Json) => void;
}

export type LinkState = 'idle' | 'connecting' | 'connected' | 'failed';

export interface LinkOptions {
  readonly upstream: Upstream;
  readonly replica: string;
  readonly connector: Connector;
  readonly owner: LinkOwner;
  /** An unused connection is closed after so long, in milliseconds. */
  readonly idleMs: number;
}

/**
 * One client's connection to one replica of a server: made when first needed, closed when unused, and made again on
 * use when it was lost, each time a little later.
 */
export class Link {
  readonly upstream: Upstream;
  readonly replica: string;
  readonly #options: LinkOptions;
  readonly #backoff = new Backoff();
  readonly #callers: Caller[] = [];
  readonly #progress = new Map<string, (progress: Json) => void>();
  #tokens = 0;
  readonly #subscribed = new Set<string>();
  #state: LinkState = 'idle';
  #error: string | undefined;
  #notBefore = 0;
  #connection: Connection | undefined;
  /** Of the connection that is, or was last. */
  #way: Way | undefined;
  #connecting: Promise<Connection> | undefined;
  #listening: McpSubscription | undefined;
  #logLevel: string | undefined;
  #idle: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.upstream = options.upstream;
    this.replica = options.replica;
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Why it failed last. */
  get error(): string | undefined {
    return this.#error;
  }

  /** Absent while it is not connected. */
  get era(): 'legacy' | 'modern' | undefined {
    return this.#connection?.client.getProtocolEra();
  }

  get capabilities(): ServerCapabilities | undefined {
    return this.#connection?.client.getServerCapabilities();
  }

  get instructions(): string | undefined {
    return this.#connection?.client.getInstructions();
  }

  /** Of a server that is a process: the last lines it said on standard error. */
  get lastLines(): readonly string[] {
    return this.#way?.lastLines?.() ?? [];
  }

  /**
   * Connects where it is not connected.
   *
   * @throws where the server cannot be reached, or was found not to be a moment ago
   */
  async connect(): Promise<Connection> {
    if (this.#connection) return this.#connection;
    if (this.#isClosed) throw new Error(`The connection to "${this.upstream.name}" was closed.`);
    const wait = this.#notBefore - Date.now();
    if (!this.#connecting && wait > 0) {
      throw new Error(
        `"${this.upstream.name}" cannot be reached. ${this.#error} It is tried again in ${Math.ceil(wait / 1_000)} s.`,
      );
    }
    this.#connecting ??= this.#open().finally(() => {
      this.#connecting = undefined;
    });
    return await this.#connecting;
  }

  /** Asks the server, on behalf of whoever it may ask in turn. @returns its answer as it gave it */
  async ask(request: Message, options: AskOptions): Promise<Json> {
    const connection = await this.connect();
    try {
      return await this.#askOver(connection, request, options);
    } catch (error) {
      if (!isLostSession(error) || options.signal.aborted) throw error;
      // It was started anew, say: what it was just asked it did not do.
      this.#abandon(connection);
      return await this.#askOver(await this.connect(), request, options);
    }
  }

  async #askOver(
    { client }: Connection,
    request: Message,
    { caller, signal, onprogress }: AskOptions,
  ): Promise<Json> {
    signal.throwIfAborted();
    this.#callers.push(caller);
    clearTimeout(this.#idle);
    const token = `heady-${this.#tokens++}`;
    if (onprogress) this.#progress.set(token, onprogress);
    const sent = onprogress ? withProgress(request, token) : request;
    try {
      return await client.request(sent as never, RAW, {
        signal,
        timeout: NO_LIMIT,
        allowInputRequired: true,
      });
    } finally {
      this.#progress.delete(token);
      this.#callers.splice(this.#callers.indexOf(caller), 1);
      this.#restWhenUnused();
    }
  }

  /**
   * All of one of the server's lists, page by page.
   *
   * @param key where its items stand in an answer
   * @returns with it for how long, in ms, the server says that all of it holds
   */
  async list(method: string, key: string, options: AskOptions): Promise<{ items: Json[]; ttlMs: number }> {
    const items: Json[] = [];
    let ttlMs = Number.POSITIVE_INFINITY;
    let cursor: unknown;
    for (let pages = 0; pages < MAX_PAGES; pages++) {
      const params = cursor === undefined ? {} : { params: { cursor } };
      const answer = await this.ask({ method, ...params }, options);
      const page = answer[key];
      if (Array.isArray(page)) items.push(...page.filter(isRecord));
      ttlMs = Math.min(ttlMs, typeof answer.ttlMs === 'number' ? answer.ttlMs : 0);
      if (answer.nextCursor === undefined || answer.nextCursor === cursor) break;
      cursor = answer.nextCursor;
    }
    return { items, ttlMs };
  }

  /** Has the server tell of changes of a resource. */
  async subscribe(uri: string, options: AskOptions): Promise<void> {
    const { client } = await this.connect();
    if (client.getProtocolEra() === 'modern') {
      this.#subscribed.add(uri);
      await this.#listen(client);
    } else {
      await this.ask({ method: 'resources/subscribe', params: { uri } }, options);
      this.#subscribed.add(uri);
    }
  }

  async unsubscribe(uri: string, options: AskOptions): Promise<void> {
    this.#subscribed.delete(uri);
    const client = this.#connection?.client;
    if (client?.getProtocolEra() === 'modern') await this.#listen(client);
    else if (client) await this.ask({ method: 'resources/unsubscribe', params: { uri } }, options);
    this.#restWhenUnused();
  }

  /** How much the server is to say of what it does; remembered for whenever it is connected. */
  async setLogLevel(level: string): Promise<void> {
    this.#logLevel = level;
    if (this.#connection) await this.#sendLogLevel(this.#connection.client);
  }

  /** Tells the server something, where it is connected. */
  async tell(notification: Message): Promise<void> {
    await this.#connection?.client.notification(notification as never);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    const connection = this.#connection ?? (await this.#connecting?.catch(() => undefined));
    this.#connection = undefined;
    await connection?.client.close().catch(() => {});
  }

  async #open(): Promise<Connection> {
    const { connector, upstream, replica, owner } = this.#options;
    this.#become('connecting');
    try {
      const connection = await connector.connect(upstream, replica, owner.capabilities, (client) =>
        this.#prepare(client),
      );
      if (this.#isClosed) {
        await connection.client.close();
        throw new Error(`The connection to "${upstream.name}" was closed.`);
      }
      this.#connection = connection;
      this.#way = connection.way;
      const wasLost = this.#error !== undefined;
      this.#error = undefined;
      this.#backoff.connected();
      connection.client.onclose = () => this.#lost(connection);
      await this.#restore(connection.client);
      this.#become('connected');
      // It may be another than it was.
      if (wasLost) this.#tellOfChanges(connection.client);
      this.#restWhenUnused();
      return connection;
    } catch (error) {
      this.#connection = undefined;
      this.#failed((error as Error).message);
      throw error;
    }
  }

  #prepare(client: Client): void {
    client.onerror = () => {};
    client.fallbackRequestHandler = async (request, context) => {
      const { method, params } = request;
      const caller = this.#callers.length === 1 ? this.#callers[0] : undefined;
      const message = { method, ...(params ? { params: params as Json } : {}) };
      return (await (caller ?? this.#options.owner).ask(message, context.mcpReq.signal)) as never;
    };
    // The SDK would lose what arrives together with the answer.
    client.removeNotificationHandler('notifications/progress');
    client.fallbackNotificationHandler = async ({ method, params }) => {
      if (method === 'notifications/progress')
        return this.#progress.get(String(params?.progressToken))?.(params as Json);
      const message = { method, ...(params ? { params: params as Json } : {}) };
      const isOfCall = method === 'notifications/message' && this.#callers.length === 1;
      ((isOfCall ? this.#callers[0] : undefined) ?? this.#options.owner).tell(message);
    };
  }

  /** Has the server know again what it knew of this client. */
  async #restore(client: Client): Promise<void> {
    const { owner } = this.#options;
    if (this.#logLevel !== undefined) await this.#sendLogLevel(client);
    if (client.getProtocolEra() === 'modern') return await this.#listen(client);
    for (const uri of this.#subscribed) {
      await client
        .subscribeResource({ uri })
        .catch(() => owner.tell({ method: 'notifications/resources/list_changed' }));
    }
  }

  async #sendLogLevel(client: Client): Promise<void> {
    if (client.getProtocolEra() === 'modern' || !client.getServerCapabilities()?.logging) return;
    await client.setLoggingLevel(this.#logLevel as never).catch(() => {});
  }

  /** Revision 2026-07-28 has one subscription to all that is wanted. */
  async #listen(client: Client): Promise<void> {
    const { tools, prompts, resources } = client.getServerCapabilities() ?? {};
    const filter = {
      ...(tools?.listChanged ? { toolsListChanged: true } : {}),
      ...(prompts?.listChanged ? { promptsListChanged: true } : {}),
      ...(resources?.listChanged ? { resourcesListChanged: true } : {}),
      ...(this.#subscribed.size > 0 ? { resourceSubscriptions: [...this.#subscribed] } : {}),
    };
    const before = this.#listening;
    // Whoever is not told of changes can still call.
    if (Object.keys(filter).length > 0) this.#listening = await client.listen(filter).catch(() => undefined);
    else this.#listening = undefined;
    await before?.close().catch(() => {});
  }

  #tellOfChanges(client: Client): void {
    const offered = client.getServerCapabilities() ?? {};
    for (const kind of ['tools', 'prompts', 'resources'] as const) {
      if (offered[kind]) this.#options.owner.tell({ method: `notifications/${kind}/list_changed` });
    }
  }

  #lost(connection: Connection): void {
    if (this.#connection !== connection) return;
    this.#connection = undefined;
    this.#options.connector.ended(this.upstream);
    const last = connection.way.lastLines?.().findLast((line) => line.trim() !== '');
    this.#failed(last === undefined ? 'It ended.' : `It ended. It last said: ${last.trim()}`);
  }

  #failed(reason: string): void {
    this.#error = reason;
    this.#notBefore = Date.now() + this.#backoff.failed();
    this.#become('failed');
  }

  #restWhenUnused(): void {
    clearTimeout(this.#idle);
    if (this.#callers.length > 0 || this.#subscribed.size > 0 || this.#isClosed) return;
    this.#idle = setTimeout(() => this.#rest(), this.#options.idleMs).unref();
  }

  #rest(): void {
    if (this.#connection && this.#callers.length === 0) this.#abandon(this.#connection);
  }

  /** Closes a connection of which nobody expects anything any more. */
  #abandon(connection: Connection): void {
    if (this.#connection !== connection) return;
    this.#connection = undefined;
    this.#become('idle');
    void connection.client.close().catch(() => {});
  }

  #become(state: LinkState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#options.owner.onState(this);
  }
}

/** A server that does not know its session any more says so before it does anything. */
function isLostSession(error: unknown): boolean {
  if (!(error instanceof SdkHttpError)) return false;
  return error.status === 404 || (error.status === 400 && /session/i.test(error.message));
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withProgress({ method, params }: Message, progressToken: string): Message {
  return { method, params: { ...params, _meta: { ...(params?._meta as Json | undefined), progressToken } } };
}
