import type { Environment } from '../manifest/document.ts';
import type { Plain } from '../manifest/tree.ts';
import type { ControlPlaneState, ControlPlaneStatus, RegisterResult } from '../protocol.ts';
import type { CatalogEntry, Knowledge } from '../rules/facts.ts';
import { CallError } from './controlPlaneAnswers.ts';
import { Backoff } from './controlPlaneBackoff.ts';
import type { ControlPlaneConnection, RegisterOptions } from './controlPlaneConnection.ts';
import { ControlPlaneFacts, NEVER_REACHED } from './controlPlaneFacts.ts';
import type { ControlPlaneLink, MakeLink } from './controlPlaneLink.ts';
import { type EmbeddedOptions, embeddedControlPlane } from './controlPlaneProcess.ts';
import { seed } from './controlPlaneSeed.ts';
import type { ControlPlaneKnowledge } from './knowledge.ts';

/**
 * What this workspace knows of its control plane. Keeps a connection and a copy of the catalog that follows every
 * change; when the control plane is gone, the copy stays and connecting is tried again until it works.
 */
export class ControlPlaneClient {
  readonly #makeLink: MakeLink;
  readonly #listeners = new Set<() => void>();
  readonly #backoff = new Backoff();
  #state: ControlPlaneState = 'starting';
  #message: string | undefined;
  #factsAt: string | undefined;
  #facts: ControlPlaneFacts | undefined;
  #revision = 0;
  #connection: ControlPlaneConnection | undefined;
  #link: ControlPlaneLink | undefined;
  #attempt: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #seedling: (() => Promise<readonly Plain[]>) | undefined;
  #seeding = false;
  #retry: NodeJS.Timeout | undefined;
  /** Grows whenever the present attempt or connection is given up: what belongs to an older one is void. */
  #generation = 0;
  #refreshing: Promise<void> | undefined;
  #stale = false;

  /** @param how the embedded control plane's place, or what makes a link to another */
  constructor(how: EmbeddedOptions | { makeLink: MakeLink }) {
    this.#makeLink = 'makeLink' in how ? how.makeLink : embeddedControlPlane(how);
  }

  get status(): ControlPlaneStatus {
    return {
      state: this.#state,
      ...(this.#factsAt === undefined ? {} : { factsAt: this.#factsAt }),
      ...(this.#message === undefined ? {} : { message: this.#message }),
    };
  }

  get knowledge(): ControlPlaneKnowledge {
    return this.#facts ?? NEVER_REACHED;
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
    if (this.#generation === 0) await this.#connect();
  }

  /** Ends the connection (and the embedded control plane with it) and starts anew at once. */
  async restart(): Promise<void> {
    this.#backoff.reset();
    await this.#disconnect();
    this.#become('starting');
    await this.#connect();
  }

  /** Leaves no process, timer or listener behind. */
  async dispose(): Promise<void> {
    this.#listeners.clear();
    await this.#disconnect();
  }

  /**
   * Registers these manifests if nothing was ever registered, now or as soon as the control plane is reached. Said
   * before `start`, nothing is known to be absent until it is done.
   *
   * @param manifests asked for only where they are needed
   */
  async seed(manifests: () => Promise<readonly Plain[]>): Promise<void> {
    this.#seedling = manifests;
    const connection = this.#connection;
    if (!connection) return;
    await this.#refreshing;
    try {
      await this.#seedIfFresh(connection, this.#revision);
      await this.#refresh();
    } catch {
      // The connection broke; the next one carries on.
    }
  }

  /** Registers a manifest. Never throws: what cannot be is said in the result. */
  async register(manifest: Plain, options: RegisterOptions = {}): Promise<RegisterResult> {
    const connection = this.#connection;
    if (!connection) {
      const message = `Not registered: ${this.#message ?? 'the control plane is still starting.'}`;
      return { outcome: 'unavailable', message };
    }
    try {
      const result = await connection.register(manifest, options);
      await this.#refresh();
      return result;
    } catch (error) {
      const message =
        error instanceof CallError
          ? `Not registered: ${error.message}`
          : `Nobody knows whether it was registered, as no answer came (${messageOf(error)}). Registering again does no harm.`;
      return { outcome: 'unavailable', message };
    }
  }

  #connect(): Promise<void> {
    this.#attempt = this.#attemptToConnect(++this.#generation);
    return this.#attempt;
  }

  async #attemptToConnect(generation: number): Promise<void> {
    let link: ControlPlaneLink | undefined;
    try {
      // The protocol's library is heavy: an editor that opens must not wait for it.
      const { ControlPlaneConnection } = await import('./controlPlaneConnection.ts');
      link = await this.#makeLink();
      if (generation !== this.#generation) return;
      this.#link = link;
      const connection = await ControlPlaneConnection.open(link);
      connection.onLost = () => this.#lost(generation, 'It stopped.');
      connection.onChanged = () => void this.#refresh();
      await connection.subscribe();
      const first = await this.#readAll(connection);
      if (generation !== this.#generation) return;
      this.#connection = connection;
      this.#take(new ControlPlaneFacts(first.entries), first.revision);
      this.#backoff.connected();
      this.#become('connected');
      // Changes announced between the reading and now had nobody to follow them.
      void this.#refresh();
    } catch (error) {
      await link?.transport.close();
      this.#lost(generation, (await link?.lastWords?.()) ?? messageOf(error));
    }
  }

  async #readAll(connection: ControlPlaneConnection) {
    const found = await connection.entriesSince(0);
    return (await this.#seedIfFresh(connection, found.revision)) ? await connection.entriesSince(0) : found;
  }

  /** @returns whether anything may have been registered */
  async #seedIfFresh(connection: ControlPlaneConnection, revision: number): Promise<boolean> {
    if (!this.#seedling || (revision > 0 && !this.#seeding)) return false;
    const manifests = await this.#seedling();
    if (manifests.length === 0) return false;
    // Until it is through, a connection that breaks leaves it to the next.
    this.#seeding = true;
    await seed(connection, manifests);
    this.#seeding = false;
    this.#seedling = undefined;
    return true;
  }

  /** Brings the facts up to date, once more if they changed meanwhile. */
  async #refresh(): Promise<void> {
    this.#stale = true;
    this.#refreshing ??= this.#catchUp().finally(() => {
      this.#refreshing = undefined;
    });
    await this.#refreshing;
  }

  async #catchUp(): Promise<void> {
    const connection = this.#connection;
    const generation = this.#generation;
    while (this.#stale && connection) {
      this.#stale = false;
      try {
        const { entries, revision } = await connection.entriesSince(this.#revision);
        if (generation !== this.#generation) return;
        this.#take(entries.length && this.#facts ? this.#facts.with(entries) : this.#facts, revision);
        if (entries.length) this.#announce();
      } catch (error) {
        this.#lost(generation, messageOf(error));
        return;
      }
    }
  }

  #take(facts: ControlPlaneFacts | undefined, revision: number): void {
    this.#facts = facts;
    this.#revision = revision;
    this.#factsAt = new Date().toISOString();
  }

  #lost(generation: number, reason: string): void {
    if (generation !== this.#generation) return;
    this.#generation++;
    this.#letGo();
    this.#retry = setTimeout(() => void this.#connect(), this.#backoff.failed()).unref();
    const shown = this.#facts ? 'What was known last is shown' : 'Nothing is known of what is registered';
    this.#become(
      'offline',
      `The control plane is not there: ${sentence(reason)} ${shown}; Heady keeps trying.`,
    );
  }

  async #disconnect(): Promise<void> {
    this.#generation++;
    clearTimeout(this.#retry);
    this.#letGo();
    await this.#attempt;
    await this.#closing;
  }

  /** Closes what is open; an attempt under way fails by it. */
  #letGo(): void {
    const connection = this.#connection;
    const link = this.#link;
    this.#connection = undefined;
    this.#link = undefined;
    const before = this.#closing;
    this.#closing = (async () => {
      await before;
      await connection?.close();
      await link?.transport.close();
    })().catch(() => {});
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
