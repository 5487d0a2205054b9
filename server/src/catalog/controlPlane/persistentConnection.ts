import { Backoff } from './backoff.ts';
import type { Approve, ControlPlaneConnection } from './connection.ts';
import { ExpiryWatch } from './expiryWatch.ts';
import type { ControlPlaneLink, MakeLink, Refusal } from './link.ts';
import { messageOf } from './words.ts';

/** Who is told how a connection fares. */
export interface ConnectionEvents {
  /**
   * A connection is open; it counts once this has resolved, and is closed where it rejects.
   *
   * @returns what to do at the moment when it counts
   */
  opened(connection: ControlPlaneConnection): Promise<() => void>;
  /** The catalog behind it changed. */
  changed(): void;
  /** @param refusal there: nobody is let in, and connecting is not tried again; absent: it is */
  lost(reason: string, refusal?: Refusal): void;
}

/** A connection to one of a control plane's nodes, made again whenever it is lost until nobody is let in. */
export class PersistentConnection {
  readonly #makeLinks: readonly MakeLink[];
  readonly #approve: Approve | undefined;
  readonly #events: ConnectionEvents;
  readonly #backoff = new Backoff();
  readonly #expiry = new ExpiryWatch((reason, refusal) => this.#lost(this.#generation, reason, refusal));
  /** The node that answered last, or is to be asked first. */
  #node = 0;
  #current: ControlPlaneConnection | undefined;
  #link: ControlPlaneLink | undefined;
  #place: string | undefined;
  #attempt: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  /** Grows whenever the present attempt or connection is given up: what belongs to an older one is void. */
  #generation = 0;

  /** @param makeLinks one for each node; any of them will do */
  constructor(makeLinks: readonly MakeLink[], approve: Approve | undefined, events: ConnectionEvents) {
    this.#makeLinks = makeLinks;
    this.#approve = approve;
    this.#events = events;
  }

  /** The one there is now; undefined while there is none. */
  get current(): ControlPlaneConnection | undefined {
    return this.#current;
  }

  /** Where it leads or led last, for people; undefined: it is the editor's own, or none was ever tried. */
  get place(): string | undefined {
    return this.#place;
  }

  /** Whether connecting was ever tried. */
  get isStarted(): boolean {
    return this.#generation !== 0;
  }

  /** Resolves when the first attempt has come out one way or the other; the next ones follow by themselves. */
  connect(): Promise<void> {
    this.#attempt = this.#attemptToConnect(++this.#generation);
    return this.#attempt;
  }

  /** Leaves no process, timer or listener behind, and tells nobody. */
  async disconnect(): Promise<void> {
    this.#generation++;
    clearTimeout(this.#retry);
    this.#letGo();
    await this.#attempt;
    await this.#closing;
  }

  /** Has the next attempts come as soon after one another as the first ones did. */
  forgetFailures(): void {
    this.#backoff.reset();
  }

  /** Gives the present connection up where the other side has turned us away. @returns whether it has */
  giveUpIfRefused(): boolean {
    const refusal = this.#link?.refusal?.();
    if (refusal) this.#lost(this.#generation, refusal.reason, refusal);
    return refusal !== undefined;
  }

  /** Gives a connection up that failed, unless it was given up already. */
  giveUp(connection: ControlPlaneConnection, error: unknown): void {
    if (connection !== this.#current) return;
    this.#lost(this.#generation, messageOf(error), this.#link?.refusal?.());
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
    connection.onChanged = () => this.#events.changed();
    await connection.subscribe();
    const counts = await this.#events.opened(connection);
    if (generation !== this.#generation) return;
    this.#current = connection;
    this.#backoff.connected();
    this.#expiry.watch(link);
    counts();
  }

  #lost(generation: number, reason: string, refusal?: Refusal): void {
    if (generation !== this.#generation) return;
    this.#generation++;
    this.#letGo();
    // Where nobody is let in, asking again would change nothing: whoever has another token says so with a restart.
    if (!refusal) this.#retry = setTimeout(() => void this.connect(), this.#backoff.failed()).unref();
    this.#events.lost(reason, refusal);
  }

  /** Closes what is open; an attempt under way fails by it. */
  #letGo(): void {
    this.#expiry.stop();
    const connection = this.#current;
    const link = this.#link;
    this.#current = undefined;
    this.#link = undefined;
    const before = this.#closing;
    this.#closing = (async () => {
      await before;
      await connection?.close();
      await link?.transport.close();
    })().catch(() => {});
  }
}
