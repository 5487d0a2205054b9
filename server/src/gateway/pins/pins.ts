import type { Json } from '../connection/raw.ts';
import type { Flag } from '../hygiene/flag.ts';
import { type Company, inspect, isDangerous } from '../hygiene/inspect.ts';
import { hashOf, nameOf, type PinKind } from './definition.ts';
import type { FirstSight } from './firstSight.ts';
import { type Judgement, judged, type PinState } from './judgement.ts';
import type { OrganisationPins } from './organisationPins.ts';
import { NOTHING_DECIDED, type Pin, type PinSet, serialized } from './pinSet.ts';
import type { PinsFile } from './pinsFile.ts';

/** Something about pins that people should know. */
export interface PinNews {
  readonly server: string;
  readonly kind: PinKind;
  readonly name: string;
  readonly state: Exclude<PinState, 'pinned' | 'unknown'> | 'missing';
  readonly flags: readonly Flag[];
}

export interface PinsOptions {
  readonly file: PinsFile;
  readonly firstSight: FirstSight;
  /** What the organisation decided comes before what the workspace did, but for what the workspace rejects. */
  readonly organisation?: OrganisationPins;
  /** Told of everything that needs a person, once; together what was seen together. */
  readonly onNews?: (news: readonly PinNews[]) => void;
  /** Told where the file cannot be read or written, once for each reason. */
  readonly onTrouble?: (reason: string) => void;
}

/** Decides which definitions of servers are believed. */
export class Pins {
  readonly firstSight: FirstSight;
  readonly #options: PinsOptions;
  readonly #told = new Set<string>();
  readonly #listeners = new Set<() => void>();
  readonly #unwatch: () => void;
  #set: PinSet = new Map();
  #trouble: string | undefined;
  #version = 0;

  private constructor(options: PinsOptions) {
    this.#options = options;
    this.firstSight = options.firstSight;
    this.#unwatch = options.file.watch(() => void this.refresh());
  }

  static async load(options: PinsOptions): Promise<Pins> {
    const pins = new Pins(options);
    await pins.refresh();
    return pins;
  }

  /** Grows whenever something may be judged differently. */
  get version(): number {
    return this.#version;
  }

  /** Why nothing is offered: the file is broken. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Calls back whenever somebody decided something, here or elsewhere. @returns ends that */
  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Looks whether somebody approved something meanwhile. */
  async refresh(): Promise<void> {
    let isOther: boolean;
    try {
      isOther = this.#take(await this.#options.file.read());
    } catch (error) {
      const { message } = error as Error;
      isOther = this.#trouble !== message;
      this.#trouble = message;
      if (isOther) this.#version++;
      this.#tellTrouble(message);
    }
    if (isOther) this.#tellListeners();
  }

  /** Resolves when it is known what the organisation decided, as far as it can be; in some seconds at most. */
  async known(): Promise<void> {
    await this.#options.organisation?.known();
  }

  judge(server: string, kind: PinKind, definition: Json): Judgement {
    if (this.#trouble !== undefined) return { state: 'unknown' };
    const own = judged(this.#set.get(server) ?? NOTHING_DECIDED, kind, definition);
    if (own.state === 'rejected') return own;
    return this.#options.organisation?.judge(server, kind, definition) ?? own;
  }

  /** The organisation decided something: it may be judged differently now. */
  organisationDecided(): void {
    this.#version++;
    this.#tellListeners();
  }

  /** Everything of a kind that the workspace approved. */
  pinsOf(server: string, kind: PinKind): ReadonlyMap<string, Pin> {
    return this.#set.get(server)?.pins.get(kind) ?? new Map();
  }

  /** Keeps what somebody decided. @throws where it cannot be kept */
  async decide(edit: (set: PinSet) => PinSet): Promise<void> {
    if (this.#take(await this.#options.file.change(edit))) this.#tellListeners();
  }

  /** Whether what is listed next of a kind is approved by being seen: until then nobody has to decide. */
  awaitsFirstSight(server: string, kind: PinKind): boolean {
    return this.firstSight === 'trust' && !this.#set.get(server)?.pins.has(kind);
  }

  /** Whether there is a pin of that name. */
  isPinned(server: string, kind: PinKind, name: string): boolean {
    return this.#set.get(server)?.pins.get(kind)?.has(name) ?? false;
  }

  /**
   * Takes note of all that a server offers of a kind. Seen for the first time it is pinned, where that is the policy,
   * except what is dangerous; what is new later, or changed, waits for a person.
   *
   * @param company by whose sight it is judged whether it is dangerous
   */
  async saw(server: string, kind: PinKind, items: readonly Json[], company: Company): Promise<void> {
    await this.known();
    const isTrusted = this.awaitsFirstSight(server, kind);
    if (isTrusted && this.#trouble === undefined && items.length > 0) {
      const { organisation } = this.#options;
      const harmless = items.filter(
        (item) => !isDangerous(inspect(item, company)) && !organisation?.judge(server, kind, item),
      );
      await this.#keep((set) => withFirstSight(set, server, kind, harmless));
    }
    this.#tellOf(server, kind, items, company);
  }

  close(): void {
    this.#unwatch();
    this.#listeners.clear();
  }

  async #keep(edit: (set: PinSet) => PinSet): Promise<void> {
    try {
      this.#take(await this.#options.file.change(edit));
    } catch (error) {
      // A folder that cannot be written to: then it holds as long as the gateway runs.
      this.#tellTrouble(`Pins cannot be kept: ${(error as Error).message}`);
      if (this.#trouble === undefined) this.#take(edit(this.#set));
    }
  }

  /** @returns whether that is something else */
  #take(set: PinSet): boolean {
    const isSame = this.#trouble === undefined && serialized(set) === serialized(this.#set);
    this.#set = set;
    this.#trouble = undefined;
    if (!isSame) this.#version++;
    return !isSame;
  }

  #tellListeners(): void {
    for (const listener of this.#listeners) listener();
  }

  #tellTrouble(reason: string): void {
    if (this.#told.has(reason)) return;
    this.#told.add(reason);
    this.#options.onTrouble?.(reason);
  }

  #tellOf(server: string, kind: PinKind, items: readonly Json[], company: Company): void {
    const { onNews } = this.#options;
    if (!onNews || this.#trouble !== undefined) return;
    const isTold = (name: string, state: PinNews['state'], hash = '') => {
      const key = `${server} ${kind} ${name} ${state} ${hash}`;
      const isKnown = this.#told.has(key);
      this.#told.add(key);
      return isKnown;
    };
    const news: PinNews[] = [];
    const named = new Set<string>();
    for (const item of items) {
      const name = nameOf(kind, item);
      if (name === undefined) continue;
      named.add(name);
      const { state } = this.judge(server, kind, item);
      if (state === 'pinned' || state === 'unknown' || isTold(name, state, hashOf(item))) continue;
      news.push({ server, kind, name, state, flags: inspect(item, company) });
    }
    for (const name of this.#set.get(server)?.pins.get(kind)?.keys() ?? []) {
      if (named.has(name) || isTold(name, 'missing')) continue;
      news.push({ server, kind, name, state: 'missing', flags: [] });
    }
    if (news.length > 0) onNews(news);
  }
}

function withFirstSight(set: PinSet, server: string, kind: PinKind, items: readonly Json[]): PinSet {
  const before = set.get(server) ?? NOTHING_DECIDED;
  // Another process may have been first.
  if (before.pins.has(kind)) return set;
  const rejected = new Set(before.rejected);
  const pins = pinsOf(kind, items).filter(([, { hash }]) => !rejected.has(hash));
  return new Map([...set, [server, { ...before, pins: new Map([...before.pins, [kind, new Map(pins)]]) }]]);
}

/** Pins of definitions as they are now, by name. */
export function pinsOf(kind: PinKind, items: readonly Json[]): [string, Pin][] {
  return items.flatMap((definition): [string, Pin][] => {
    const name = nameOf(kind, definition);
    const hash = hashOf(definition);
    return name === undefined || hash === undefined ? [] : [[name, { hash, definition }]];
  });
}
