import type { CacheFile } from '../../catalog/cacheFile.ts';
import { pinsUri } from '../../controlPlane/resources/uri.ts';
import type { Caller } from '../connection/caller.ts';
import type { Link, LinkOwner } from '../connection/link.ts';
import type { Json } from '../connection/raw.ts';
import { hashOf, nameOf, PIN_KINDS, type PinKind } from './definition.ts';
import type { OrganisationPin, OrganisationPins } from './organisationPins.ts';

/** How long whoever wants to know what was decided waits for it at most, in milliseconds. */
const PATIENCE = 3_000;

/** What cannot be read is tried again after so long, in milliseconds. */
const RETRY = 30_000;

/** Definitions are sent to be decided about in so many at a time. */
const AT_A_TIME = 100;

export interface OrganisationFeedOptions {
  readonly pins: OrganisationPins;
  /** Of the servers that are served. */
  readonly servers: readonly string[];
  /** Connections to the nodes of the control plane, made for it. */
  readonly linksFor: (owner: LinkOwner) => ControlPlaneLinks;
  /** What was decided is kept there, for when the control plane is away. */
  readonly cache?: CacheFile;
  /** Something else is decided than before. */
  readonly onChange: () => void;
  /** Told once, in words for people, where what was decided cannot be read, until it could. */
  readonly onTrouble: (message: string) => void;
}

export interface ControlPlaneLinks {
  /** To a node that can be asked, as far as is known. */
  current(): Link;
  close(): Promise<void>;
}

/** Keeps what the organisation decided as its control plane has it, from when it is first needed. */
export class OrganisationFeed {
  readonly #options: OrganisationFeedOptions;
  readonly #links: ControlPlaneLinks;
  readonly #closing = new AbortController();
  /** Which node tells of which servers. */
  readonly #subscribed = new WeakMap<Link, Set<string>>();
  #reading: Promise<void> | undefined;
  #again = false;
  #retry: NodeJS.Timeout | undefined;
  #isInTrouble = false;

  constructor(options: OrganisationFeedOptions) {
    this.#options = options;
    this.#links = options.linksFor({
      ...NOBODY,
      capabilities: {},
      onState: () => {},
      tell: ({ method }) => {
        // What was missed while it was away is told as a change of its resources.
        if (method.startsWith('notifications/resources/')) void this.read();
      },
    });
    options.pins.learn = () => this.#learn();
  }

  /** Asks for all of it. Never fails: what cannot be read stays as it was, and is tried again. */
  async read(): Promise<void> {
    this.#again = true;
    this.#reading ??= this.#follow().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  /**
   * Decides for the whole organisation.
   *
   * @param decision `withdraw`: each workspace decides for itself again
   * @throws Error in the control plane's words where it refuses
   */
  async decide(
    server: string,
    kind: PinKind,
    decision: 'approve' | 'reject' | 'withdraw',
    definitions: readonly Json[],
  ): Promise<void> {
    for (let start = 0; start < definitions.length; start += AT_A_TIME) {
      const some = definitions.slice(start, start + AT_A_TIME);
      await this.#call('pin_decide', { server, kind, decision, definitions: some });
    }
    await this.read();
  }

  async close(): Promise<void> {
    clearTimeout(this.#retry);
    this.#closing.abort();
    await this.#links.close();
    await this.#reading;
  }

  async #learn(): Promise<void> {
    await this.#recall();
    const { promise, resolve } = Promise.withResolvers<void>();
    const patience = setTimeout(resolve, PATIENCE).unref();
    await Promise.race([this.read(), promise]);
    clearTimeout(patience);
  }

  async #follow(): Promise<void> {
    const { signal } = this.#closing;
    while (this.#again && !signal.aborted) {
      this.#again = false;
      try {
        await this.#readAll();
        this.#isInTrouble = false;
      } catch (error) {
        if (!signal.aborted) this.#failed(error as Error);
      }
    }
  }

  async #readAll(): Promise<void> {
    const { servers, pins, cache, onChange } = this.#options;
    const link = this.#links.current();
    const subscribed = this.#subscribed.get(link) ?? new Set();
    this.#subscribed.set(link, subscribed);
    let isOther = false;
    for (const server of servers) {
      // Before it is read: nothing that is decided meanwhile is missed.
      if (!subscribed.has(server)) {
        await link.subscribe(pinsUri(server), this.#asking);
        subscribed.add(server);
      }
      isOther = pins.take(server, await this.#decidedAbout(server)) || isOther;
    }
    if (!isOther) return;
    onChange();
    await cache?.write([Buffer.from(JSON.stringify([...pins.all]))]);
  }

  async #decidedAbout(server: string): Promise<OrganisationPin[]> {
    const pins: OrganisationPin[] = [];
    let cursor: unknown;
    do {
      const page = { server, definitions: true, ...(cursor === undefined ? {} : { cursor }) };
      const { structuredContent } = await this.#call('pin_list', page);
      const found = (structuredContent ?? {}) as { pins?: unknown; nextCursor?: unknown };
      pins.push(...pinsIn(found.pins));
      cursor = found.nextCursor;
    } while (typeof cursor === 'string');
    return pins;
  }

  /** @throws Error with what the control plane says */
  async #call(name: string, args: Json): Promise<Json> {
    const request = { method: 'tools/call', params: { name, arguments: args } };
    const answer = await this.#links.current().ask(request, this.#asking);
    if (answer.isError !== true) return answer;
    const [first] = (answer.content ?? []) as { text?: unknown }[];
    throw new Error(String(first?.text ?? 'It said no more.'));
  }

  get #asking(): { caller: Caller; signal: AbortSignal } {
    return { caller: NOBODY, signal: this.#closing.signal };
  }

  #failed({ message }: Error): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.read(), RETRY).unref();
    if (this.#isInTrouble) return;
    this.#isInTrouble = true;
    const { pins, onTrouble } = this.#options;
    const goesBy =
      pins.all.size > 0
        ? 'What it had decided when it was last asked holds.'
        : 'The workspace decides until then.';
    onTrouble(`What your organisation decided about servers cannot be read: ${message} ${goesBy}`);
  }

  async #recall(): Promise<void> {
    const { pins, servers, cache, onChange } = this.#options;
    const bytes = await cache?.read();
    if (!bytes) return;
    let isOther = false;
    try {
      const kept = new Map(JSON.parse(Buffer.from(bytes).toString()) as [string, unknown][]);
      for (const server of servers) {
        if (kept.has(server)) isOther = pins.take(server, pinsIn(kept.get(server))) || isOther;
      }
    } catch {
      // A cache is a convenience.
    }
    if (isOther) onChange();
  }
}

const NOBODY: Caller = {
  ask: async () => {
    throw new Error('Nobody is there to be asked.');
  },
  tell: () => {},
};

/** Those that are whole: a hash that is not of its definition is nobody's decision. */
function pinsIn(found: unknown): OrganisationPin[] {
  if (!Array.isArray(found)) return [];
  return found.flatMap((each: Partial<Record<keyof OrganisationPin, unknown>> | null): OrganisationPin[] => {
    const { name, hash, decision, decidedAt, definition } = each ?? {};
    const kind = PIN_KINDS.find((one) => one === each?.kind);
    const isWhole =
      kind !== undefined &&
      typeof definition === 'object' &&
      definition !== null &&
      nameOf(kind, definition as Json) === name &&
      hashOf(definition as Json) === hash;
    if (!isWhole || (decision !== 'approved' && decision !== 'rejected')) return [];
    return [
      {
        kind,
        name: String(name),
        hash: String(hash),
        decision,
        decidedAt: String(decidedAt),
        definition: definition as Json,
      },
    ];
  });
}
