import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from '../../manifest/document.ts';
import type { Plain } from '../../manifest/tree.ts';
import type { ControlPlaneState, ControlPlaneStatus } from '../../protocol/controlPlane.ts';
import type { RegisterResult } from '../../protocol/register.ts';
import type { CatalogEntry, Knowledge } from '../../rules/facts.ts';
import type { ControlPlaneKnowledge } from '../knowledge.ts';
import { CallError, retryAfterOf } from './answers.ts';
import type { ControlPlaneCache } from './cache.ts';
import type { Approve, ControlPlaneConnection, RegisterOptions } from './connection.ts';
import type { KnownFacts } from './facts.ts';
import type { MakeLink } from './link.ts';
import { PersistentConnection } from './persistentConnection.ts';
import { type EmbeddedOptions, embeddedControlPlane } from './process.ts';
import { CatalogReplica } from './replica.ts';
import { Seed } from './seed.ts';
import { messageOf, offlineWords, refusalWords } from './words.ts';

export interface LinkOptions {
  /** One for each node; any of them will do. */
  makeLink: MakeLink | readonly MakeLink[];
  known?: KnownFacts | undefined;
  cache?: ControlPlaneCache | undefined;
  /** Absent: nobody can be asked, so what needs an approval is refused. */
  approve?: Approve;
}

/** What was known last time, shown until there is an answer; and whom to ask. */
type Common = Pick<LinkOptions, 'known' | 'cache' | 'approve'>;

/** For so long at most a limit is waited for, in milliseconds. */
const LONGEST_WAIT = 50_000;

/** Nothing was asked of the control plane, as there is no connection to it, or it lets nobody in. */
export class NotConnected extends Error {
  override readonly name = 'NotConnected';
}

/**
 * What this workspace knows of its control plane. Keeps a connection and a copy of the catalog that follows every
 * change; when the control plane is gone, the copy stays and connecting is tried again until it works.
 */
export class ControlPlaneClient {
  readonly #connection: PersistentConnection;
  readonly #replica: CatalogReplica;
  readonly #seed = new Seed();
  readonly #listeners = new Set<() => void>();
  #state: ControlPlaneState = 'starting';
  #message: string | undefined;
  #refreshing: Promise<void> | undefined;
  #stale = false;

  /** @param how the embedded control plane's place, or what makes a link to another */
  constructor(how: (EmbeddedOptions & Common) | LinkOptions) {
    this.#replica = new CatalogReplica(how.known, how.cache);
    const makeLinks = ['makeLink' in how ? how.makeLink : embeddedControlPlane(how)].flat();
    this.#connection = new PersistentConnection(makeLinks, how.approve, {
      opened: (connection) => this.#opened(connection),
      changed: () => void this.#refresh(),
      lost: (reason, refusal) => {
        if (refusal) this.#become(refusal.state, refusalWords(refusal, this.#connection.place));
        else this.#become('offline', offlineWords(reason, this.known !== undefined));
      },
    });
  }

  get status(): ControlPlaneStatus {
    const { factsAt } = this.#replica;
    const { place } = this.#connection;
    return {
      state: this.#state,
      ...(factsAt === undefined ? {} : { factsAt }),
      ...(this.#message === undefined ? {} : { message: this.#message }),
      ...(place === undefined ? {} : { place }),
    };
  }

  /** What it said last, if it ever did. */
  get known(): KnownFacts | undefined {
    return this.#replica.known;
  }

  get knowledge(): ControlPlaneKnowledge {
    return this.#replica.knowledge;
  }

  entry(
    kind: string,
    name: string,
    environment: Environment | undefined,
    release?: string,
  ): Knowledge<CatalogEntry> {
    return this.knowledge.entry(kind, name, environment, release);
  }

  /** Calls back after each change of status or knowledge; returns how to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when the first attempt to connect has come out one way or the other. */
  async start(): Promise<void> {
    if (this.#connection.isStarted) return;
    const recalled = this.#recall();
    await this.#connection.connect();
    await recalled;
  }

  /** Ends the connection (and the embedded control plane with it) and starts anew at once. */
  async restart(): Promise<void> {
    this.#connection.forgetFailures();
    await this.#connection.disconnect();
    this.#become('starting');
    await this.#connection.connect();
  }

  /** Leaves no process, timer or listener behind. */
  async dispose(): Promise<void> {
    this.#listeners.clear();
    await this.#connection.disconnect();
    await this.#replica.keep();
  }

  /**
   * Registers these manifests if nothing was ever registered, now or as soon as the control plane is reached. Said
   * before `start`, nothing is known to be absent until it is done.
   *
   * @param manifests asked for only where they are needed
   */
  async seed(manifests: () => Promise<readonly Plain[]>): Promise<void> {
    this.#seed.plan(manifests);
    const connection = this.#connection.current;
    if (!connection) return;
    await this.#refreshing;
    try {
      await this.#seed.sow(connection, this.#replica.revision);
      await this.#refresh();
    } catch {
      // The connection broke; the next one carries on.
    }
  }

  /** Registers a manifest. Never throws: what cannot be is said in the result. */
  async register(manifest: Plain, options: RegisterOptions = {}): Promise<RegisterResult> {
    const connection = this.#connection.current;
    if (!connection) return { outcome: 'unavailable', message: `Not registered: ${this.#whyNot}` };
    try {
      const result = await asSoonAsAllowed(() => connection.register(manifest, options));
      await this.#refresh();
      return result;
    } catch (error) {
      const isRefused = this.#connection.giveUpIfRefused();
      const message =
        error instanceof CallError || isRefused
          ? `Not registered: ${isRefused ? this.#message : messageOf(error)}`
          : `Nobody knows whether it was registered, as no answer came (${messageOf(error)}). Registering again does no harm.`;
      return { outcome: 'unavailable', message };
    }
  }

  /**
   * Calls a tool that changes nothing.
   *
   * @throws CallError where it was turned down; any other Error, in words for people, where no answer came
   */
  async ask(tool: string, args: Record<string, unknown>, signal?: AbortSignal): Promise<unknown> {
    return await this.#over((connection) => connection.ask(tool, args, signal));
  }

  /**
   * Calls a tool that changes the catalog, and learns what came of it. Whoever wants it may be asked to approve.
   *
   * @throws CallError where it was turned down, NotConnected where it was never asked for; any other Error, in words for
   *   people, where no answer came, so that it may have been changed
   */
  async change(tool: string, args: Record<string, unknown>): Promise<unknown> {
    const answer = await this.#over((connection) => connection.change(tool, args));
    await this.#refresh();
    return answer;
  }

  /** What there is for the `{name}` of a URI template; a hundred at most. @throws {NotConnected} */
  names(uriTemplate: string): Promise<string[]> {
    return this.#over((connection) => connection.names(uriTemplate));
  }

  /** The JSON at a URI. @throws {NotConnected}; any other Error where there is none */
  readResource(uri: string): Promise<unknown> {
    return this.#over((connection) => connection.readResource(uri));
  }

  async #over<T>(work: (connection: ControlPlaneConnection) => Promise<T>): Promise<T> {
    const connection = this.#connection.current;
    if (!connection) throw new NotConnected(this.#whyNot);
    try {
      return await work(connection);
    } catch (error) {
      if (!this.#connection.giveUpIfRefused()) throw error;
      throw new NotConnected(this.#whyNot);
    }
  }

  get #whyNot(): string {
    return this.#message ?? 'The control plane is still starting.';
  }

  /** What was known last time, unless the control plane answers before it is read. */
  async #recall(): Promise<void> {
    if (await this.#replica.recall()) this.#announce();
  }

  /** Reads all there is over a new connection, which counts when the copy has it. */
  async #opened(connection: ControlPlaneConnection): Promise<() => void> {
    let found = await connection.entriesSince(0);
    if (await this.#seed.sow(connection, found.revision)) found = await connection.entriesSince(0);
    return () => {
      this.#replica.replace(found.entries, found.revision);
      this.#become('connected');
      // Changes announced between the reading and now had nobody to follow them.
      void this.#refresh();
    };
  }

  /** Brings the copy up to date, once more if the catalog changed meanwhile. */
  async #refresh(): Promise<void> {
    this.#stale = true;
    this.#refreshing ??= this.#catchUp().finally(() => {
      this.#refreshing = undefined;
    });
    await this.#refreshing;
  }

  async #catchUp(): Promise<void> {
    const connection = this.#connection.current;
    while (this.#stale && connection) {
      this.#stale = false;
      try {
        const { entries, revision } = await connection.entriesSince(this.#replica.revision);
        if (connection !== this.#connection.current) return;
        this.#replica.apply(entries, revision);
        if (entries.length) this.#announce();
      } catch (error) {
        this.#connection.giveUp(connection, error);
        return;
      }
    }
  }

  #become(state: ControlPlaneState, message?: string): void {
    this.#state = state;
    this.#message = message;
    this.#announce();
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Makes a call again that a limit turned down, when it says so: many registered together come too fast for some. */
async function asSoonAsAllowed<T>(call: () => Promise<T>): Promise<T> {
  const until = Date.now() + LONGEST_WAIT;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const wait = (retryAfterOf(error) ?? Number.POSITIVE_INFINITY) * 1_000;
      if (Date.now() + wait > until) throw error;
      await sleep(wait);
    }
  }
}
