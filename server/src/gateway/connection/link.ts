import {
  type Client,
  type ClientOptions,
  SdkHttpError,
  type ServerCapabilities,
} from '@modelcontextprotocol/client';
import { Backoff } from '../../catalog/controlPlaneBackoff.ts';
import type { Way } from '../transports/open.ts';
import type { Upstream } from '../upstream.ts';
import type { AskOptions, Caller, Message } from './caller.ts';
import { CallsUnderWay } from './callsUnderWay.ts';
import type { Connection, Connector } from './connector.ts';
import { allPages } from './pages.ts';
import { type Json, RAW } from './raw.ts';
import { Subscriptions } from './subscriptions.ts';

/** Timers take no more, in milliseconds: how long a call may take is decided before it comes here. */
const NO_LIMIT = 2 ** 31 - 1;

/** What a link is made for. */
export interface LinkOwner extends Caller {
  /** What it can do for servers. */
  readonly capabilities: NonNullable<ClientOptions['capabilities']>;
  /** A link's state changed. */
  onState(link: Link): void;
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
  readonly #calls: CallsUnderWay;
  readonly #subscriptions = new Subscriptions();
  #state: LinkState = 'idle';
  #error: string | undefined;
  #notBefore = 0;
  #connection: Connection | undefined;
  /** Of the connection that is, or was last. */
  #way: Way | undefined;
  #connecting: Promise<Connection> | undefined;
  #logLevel: string | undefined;
  #idle: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#calls = new CallsUnderWay(options.owner);
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

  async #askOver({ client }: Connection, request: Message, options: AskOptions): Promise<Json> {
    const { signal } = options;
    signal.throwIfAborted();
    clearTimeout(this.#idle);
    const [sent, end] = this.#calls.begin(request, options);
    try {
      return await client.request(sent as never, RAW, {
        signal,
        timeout: NO_LIMIT,
        allowInputRequired: true,
      });
    } finally {
      end();
      this.#restWhenUnused();
    }
  }

  /** All of one of the server's lists. @param key where its items stand in an answer */
  async list(method: string, key: string, options: AskOptions): ReturnType<typeof allPages> {
    return await allPages(method, key, (request) => this.ask(request, options));
  }

  /** Has the server tell of changes of a resource. */
  async subscribe(uri: string, options: AskOptions): Promise<void> {
    const { client } = await this.connect();
    await this.#subscriptions.add(uri, client, (request) => this.ask(request, options));
  }

  async unsubscribe(uri: string, options: AskOptions): Promise<void> {
    const client = this.#connection?.client;
    await this.#subscriptions.remove(uri, client, (request) => this.ask(request, options));
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
    this.#calls.attend(client);
  }

  /** Has the server know again what it knew of this client. */
  async #restore(client: Client): Promise<void> {
    const { owner } = this.#options;
    if (this.#logLevel !== undefined) await this.#sendLogLevel(client);
    await this.#subscriptions.restore(client, () =>
      owner.tell({ method: 'notifications/resources/list_changed' }),
    );
  }

  async #sendLogLevel(client: Client): Promise<void> {
    if (client.getProtocolEra() === 'modern' || !client.getServerCapabilities()?.logging) return;
    await client.setLoggingLevel(this.#logLevel as never).catch(() => {});
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
    if (!this.#calls.isEmpty || !this.#subscriptions.isEmpty || this.#isClosed) return;
    this.#idle = setTimeout(() => this.#rest(), this.#options.idleMs).unref();
  }

  #rest(): void {
    if (this.#connection && this.#calls.isEmpty) this.#abandon(this.#connection);
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
