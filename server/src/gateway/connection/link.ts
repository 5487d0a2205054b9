import {
  type Client,
  type ClientOptions,
  SdkHttpError,
  type ServerCapabilities,
} from '@modelcontextprotocol/client';
import type { Child, ChildState, RestartPolicy } from '../supervision/child.ts';
import type { Supervisor } from '../supervision/supervisor.ts';
import type { Way } from '../transports/open.ts';
import type { Upstream } from '../upstream.ts';
import type { AskOptions, Caller, Message } from './caller.ts';
import { CallsUnderWay } from './callsUnderWay.ts';
import type { Connection, Connector } from './connector.ts';
import { isTooDeep } from './depth.ts';
import { failureOf, lastSaid } from './explained.ts';
import { allPages } from './pages.ts';
import { type Json, RAW } from './raw.ts';
import { Subscriptions } from './subscriptions.ts';

/** Timers take no more, in milliseconds: how long a call may take is decided before it comes here. */
const NO_LIMIT = 2 ** 31 - 1;

/** In characters. */
const LONGEST_INSTRUCTIONS = 100_000;

/** What a link is made for. */
export interface LinkOwner extends Caller {
  /** What it can do for servers. */
  readonly capabilities: NonNullable<ClientOptions['capabilities']>;
  /** A link's state changed. */
  onState(link: Link): void;
}

export type LinkState = 'idle' | 'connecting' | 'connected' | 'failed';

const STATES: Readonly<Record<ChildState, LinkState>> = {
  idle: 'idle',
  starting: 'connecting',
  running: 'connected',
  waiting: 'failed',
  failed: 'failed',
  'left alone': 'failed',
};

export interface LinkOptions {
  /** Whose it is, among all links to its server. */
  readonly id: string;
  /** Starts it, and starts it again. */
  readonly supervisor: Supervisor;
  readonly upstream: Upstream;
  readonly replica: string;
  readonly connector: Connector;
  readonly owner: LinkOwner;
  /** An unused connection is closed after so long, in milliseconds. */
  readonly idleMs: number;
}

/**
 * One client's connection to one replica of a server: made when first needed, closed when unused, and made again by its
 * policy, or else when it is next used.
 */
export class Link {
  readonly upstream: Upstream;
  readonly replica: string;
  readonly #options: LinkOptions;
  readonly #child: Child<Connection>;
  readonly #calls: CallsUnderWay;
  readonly #subscriptions = new Subscriptions();
  /** Of the connection that is, or was last. */
  #way: Way | undefined;
  #logLevel: string | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(options: LinkOptions) {
    const { upstream, replica, supervisor, owner, id } = options;
    this.#options = options;
    this.#calls = new CallsUnderWay(owner);
    this.upstream = upstream;
    this.replica = replica;
    this.#child = supervisor.child({
      id,
      title: `"${upstream.name}"`,
      policy: () => this.#policy,
      start: (ended) => this.#open(ended),
      stop: async ({ client }) => await client.close().catch(() => {}),
      onState: () => owner.onState(this),
    });
  }

  get state(): LinkState {
    return STATES[this.#child.state];
  }

  /** Why it failed last. */
  get error(): string | undefined {
    return this.#child.error;
  }

  /** Absent while it is not connected. */
  get era(): 'legacy' | 'modern' | undefined {
    return this.#connection?.client.getProtocolEra();
  }

  get capabilities(): ServerCapabilities | undefined {
    return this.#connection?.client.getServerCapabilities();
  }

  /** How it is to be used, in its own words; longer than anybody reads they are as good as none. */
  get instructions(): string | undefined {
    const said = this.#connection?.client.getInstructions();
    return said !== undefined && said.length > LONGEST_INSTRUCTIONS ? undefined : said;
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
    return await this.#child.use();
  }

  /** Asks the server, on behalf of whoever it may ask in turn. @returns its answer as it gave it */
  async ask(request: Message, options: AskOptions): Promise<Json> {
    const connection = await this.connect();
    try {
      return await this.#askOver(connection, request, options);
    } catch (error) {
      if (!isLostSession(error) || options.signal.aborted) throw error;
      // It was started anew, say: what it was just asked it did not do.
      if (this.#connection === connection) void this.#child.stop();
      return await this.#askOver(await this.connect(), request, options);
    }
  }

  async #askOver({ client, way }: Connection, request: Message, options: AskOptions): Promise<Json> {
    const { signal, headers } = options;
    signal.throwIfAborted();
    clearTimeout(this.#idle);
    const [sent, end] = this.#calls.begin(request, options);
    try {
      const answer = await client.request(sent as never, RAW, {
        signal,
        timeout: NO_LIMIT,
        allowInputRequired: true,
        ...(headers ? { headers } : {}),
      });
      if (isTooDeep(answer)) throw new Error('Its answer is nested too deeply to be handed on.');
      return answer;
    } catch (error) {
      throw failureOf(error, way);
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
    clearTimeout(this.#idle);
    await this.#child.remove();
  }

  get #connection(): Connection | undefined {
    return this.#child.running;
  }

  /** Who listens would not know that they are told nothing any more. Of a server elsewhere nothing was started here. */
  get #policy(): RestartPolicy {
    if (!this.#subscriptions.isEmpty) return 'permanent';
    return this.upstream.transport === 'stdio' ? 'transient' : 'temporary';
  }

  async #open(ended: (reason: string) => void): Promise<Connection> {
    const { connector, upstream, replica, owner } = this.#options;
    const wasLost = this.error !== undefined;
    const connection = await connector.connect(upstream, replica, owner.capabilities, (client) => {
      client.onerror = () => {};
      this.#calls.attend(client);
    });
    const { client, way } = connection;
    this.#way = way;
    client.onclose = () => ended(`It ended.${lastSaid(way)}`);
    await this.#restore(client);
    // It may be another than it was.
    if (wasLost) this.#tellOfChanges(client);
    this.#restWhenUnused();
    return connection;
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

  #restWhenUnused(): void {
    clearTimeout(this.#idle);
    if (!this.#calls.isEmpty || !this.#subscriptions.isEmpty) return;
    this.#idle = setTimeout(() => this.#rest(), this.#options.idleMs).unref();
  }

  #rest(): void {
    if (this.#calls.isEmpty) void this.#child.stop();
  }
}

/** A server that does not know its session any more says so before it does anything. */
function isLostSession(error: unknown): boolean {
  if (!(error instanceof SdkHttpError)) return false;
  return error.status === 404 || (error.status === 400 && /session/i.test(error.message));
}
