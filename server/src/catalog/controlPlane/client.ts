import type { Environment } from '../../manifest/document.ts';
import type { Plain } from '../../manifest/tree.ts';
import type { ControlPlaneState, ControlPlaneStatus, RegisterResult } from '../../protocol.ts';
import type { CatalogEntry, Knowledge } from '../../rules/facts.ts';
import type { ControlPlaneKnowledge } from '../knowledge.ts';
import { CallError } from './answers.ts';
import { Backoff } from './backoff.ts';
import { EXPIRED } from './bearerToken.ts';
import type { ControlPlaneCache } from './cache.ts';
import type { Approve, ControlPlaneConnection, RegisterOptions } from './connection.ts';
import { ControlPlaneFacts, type KnownFacts, NEVER_REACHED } from './facts.ts';
import type { ControlPlaneLink, MakeLink, Refusal } from './link.ts';
import { type EmbeddedOptions, embeddedControlPlane } from './process.ts';
import { seed } from './seed.ts';

/** The longest that a timer can be set to, in milliseconds; asked for more it goes off at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

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

/** Nothing was asked of the control plane, as there is no connection to it, or it lets nobody in. */
export class NotConnected extends Error {
  override readonly name = 'NotConnected';
}

/**
 * What this workspace knows of its control plane. Keeps a connection and a copy of the catalog that follows every
 * change; when the control plane is gone, the copy stays and connecting is tried again until it works.
 */
export class ControlPlaneClient {
  readonly #makeLinks: readonly MakeLink[];
  readonly #cache: ControlPlaneCache | undefined;
  readonly #approve: Approve | undefined;
  /** The node that answered last, or is to be asked first. */
  #node = 0;
  readonly #listeners = new Set<() => void>();
  readonly #backoff = new Backoff();
  #state: ControlPlaneState = 'starting';
  #message: string | undefined;
  #factsAt: string | undefined;
  #facts: ControlPlaneFacts | undefined;
  #revision = 0;
  #connection: ControlPlaneConnection | undefined;
  #link: ControlPlaneLink | undefined;
  #place: string | undefined;
  #attempt: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #seedling: (() => Promise<readonly Plain[]>) | undefined;
  #seeding = false;
  #retry: NodeJS.Timeout | undefined;
  /** Goes off when what lets us in ends. */
  #expiry: NodeJS.Timeout | undefined;
  /** Grows whenever the present attempt or connection is given up: what belongs to an older one is void. */
  #generation = 0;
  #refreshing: Promise<void> | undefined;
  #stale = false;

  /** @param how the embedded control plane's place, or what makes a link to another */
  constructor(how: (EmbeddedOptions & Common) | LinkOptions) {
    this.#makeLinks = ['makeLink' in how ? how.makeLink : embeddedControlPlane(how)].flat();
    this.#cache = how.cache;
    this.#approve = how.approve;
    this.#facts = how.known?.facts;
    this.#factsAt = how.known?.factsAt;
  }

  get status(): ControlPlaneStatus {
    return {
      state: this.#state,
      ...(this.#factsAt === undefined ? {} : { factsAt: this.#factsAt }),
      ...(this.#message === undefined ? {} : { message: this.#message }),
      ...(this.#place === undefined ? {} : { place: this.#place }),
    };
  }

  /** What it said last, if it ever did. */
  get known(): KnownFacts | undefined {
    return this.#facts && this.#factsAt !== undefined
      ? { facts: this.#facts, factsAt: this.#factsAt }
      : undefined;
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
    if (this.#generation !== 0) return;
    const recalled = this.#recall();
    await this.#connect();
    await recalled;
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
    if (this.known) await this.#cache?.write(this.known);
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
      const refusal = this.#link?.refusal?.();
      if (refusal) this.#lost(this.#generation, refusal.reason, refusal);
      const message =
        error instanceof CallError || refusal
          ? `Not registered: ${refusal ? this.#message : messageOf(error)}`
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
    if (!this.#connection) throw new NotConnected(this.#whyNot);
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
    const connection = this.#connection;
    if (!connection) throw new NotConnected(this.#whyNot);
    try {
      return await work(connection);
    } catch (error) {
      const refusal = this.#link?.refusal?.();
      if (!refusal) throw error;
      this.#lost(this.#generation, refusal.reason, refusal);
      throw new NotConnected(this.#whyNot);
    }
  }

  get #whyNot(): string {
    return this.#message ?? 'The control plane is still starting.';
  }

  #connect(): Promise<void> {
    this.#attempt = this.#attemptToConnect(++this.#generation);
    return this.#attempt;
  }

  async #attemptToConnect(generation: number): Promise<void> {
    const reasons = new Set<string>();
    let refusal: Refusal | undefined;
    for (let tried = 0; tried < this.#makeLinks.length && !refusal; tried++) {
      let link: ControlPlaneLink | undefined;
      try {
        link = await this.#makeLinks[this.#node]?.();
        if (!link || generation !== this.#generation) return;
        this.#link = link;
        this.#place = link.place;
        await this.#connectOver(link, generation);
        return;
      } catch (error) {
        await link?.transport.close();
        reasons.add((await link?.lastWords?.()) ?? messageOf(error));
        // The same token is good for all nodes, or for none.
        refusal = link?.refusal?.();
        if (generation !== this.#generation) return;
        if (!refusal) this.#node = (this.#node + 1) % this.#makeLinks.length;
      }
    }
    this.#lost(generation, [...reasons].join('; '), refusal);
  }

  /** @throws where it does not answer as a control plane does */
  async #connectOver(link: ControlPlaneLink, generation: number): Promise<void> {
    // The protocol's library is heavy: an editor that opens must not wait for it.
    const { ControlPlaneConnection } = await import('./connection.ts');
    const connection = await ControlPlaneConnection.open(link, this.#approve);
    connection.onLost = () => this.#lost(generation, 'It stopped.');
    connection.onChanged = () => void this.#refresh();
    await connection.subscribe();
    const first = await this.#readAll(connection);
    if (generation !== this.#generation) return;
    this.#connection = connection;
    this.#take(new ControlPlaneFacts(first.entries), first.revision);
    this.#backoff.connected();
    this.#become('connected');
    this.#watchExpiry(link, generation);
    // Changes announced between the reading and now had nobody to follow them.
    void this.#refresh();
  }

  /**
   * Notices when what lets us in ends, before anybody is turned away. Where its time is over already and it was taken all
   * the same, clocks differ: then the control plane tells.
   */
  #watchExpiry(link: ControlPlaneLink, generation: number): void {
    const end = link.expiresAt?.();
    if (end === undefined || end <= Date.now()) return;
    const wait = Math.min(end - Date.now(), LONGEST_TIMER);
    this.#expiry = setTimeout(() => void this.#expire(link, generation), wait).unref();
  }

  async #expire(link: ControlPlaneLink, generation: number): Promise<void> {
    if (generation !== this.#generation) return;
    try {
      // A request may have had it renewed by now.
      const isOver = (link.expiresAt?.() ?? 0) <= Date.now();
      if (!isOver || (await link.renew?.())) {
        if (generation === this.#generation) this.#watchExpiry(link, generation);
      } else this.#lost(generation, EXPIRED.reason, EXPIRED);
    } catch (error) {
      this.#lost(generation, messageOf(error));
    }
  }

  /** What was known last time, unless the control plane answers before it is read. */
  async #recall(): Promise<void> {
    if (this.#facts) return;
    const known = await this.#cache?.read();
    if (!known || this.#facts) return;
    this.#facts = known.facts;
    this.#factsAt = known.factsAt;
    this.#announce();
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
        this.#lost(generation, messageOf(error), this.#link?.refusal?.());
        return;
      }
    }
  }

  #take(facts: ControlPlaneFacts | undefined, revision: number): void {
    this.#facts = facts;
    this.#revision = revision;
    this.#factsAt = new Date().toISOString();
  }

  #lost(generation: number, reason: string, refusal?: Refusal): void {
    if (generation !== this.#generation) return;
    this.#generation++;
    this.#letGo();
    if (refusal) {
      // Asking again would change nothing: whoever has another token says so with a restart.
      this.#become(refusal.state, refusalWords(refusal, this.#place));
      return;
    }
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
    clearTimeout(this.#expiry);
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

function refusalWords({ state, reason }: Refusal, place = 'the control plane'): string {
  const mend = state === 'expired' ? 'Sign in again.' : 'Sign in to it.';
  return `Signed out of ${place}: ${sentence(reason)} ${mend}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
