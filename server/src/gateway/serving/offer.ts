import type { Known, KnownList, ListKind } from '../connection/known.ts';
import type { Json } from '../connection/raw.ts';
import type { Company } from '../hygiene/inspect.ts';
import type { PinKind } from '../pins/definition.ts';
import type { Pins } from '../pins/pins.ts';
import { isOffered } from '../policy/authorize.ts';
import type { Upstream } from '../upstream.ts';

/** What of the servers' lists clients are shown: what the manifests allow, as it was approved. */
export class Offer {
  readonly #upstreams: readonly Upstream[];
  readonly #known: Known;
  readonly #pins: Pins | undefined;
  /** Lists are looked through at every call, and rarely change. */
  readonly #shown = new WeakMap<KnownList, { readonly version: number; readonly list: KnownList }>();

  /** @param pins absent: all is as good as approved */
  constructor(upstreams: readonly Upstream[], known: Known, pins?: Pins) {
    this.#upstreams = upstreams;
    this.#known = known;
    this.#pins = pins;
  }

  /** Resolves when it is known, as far as it can be, what is approved; in some seconds at most. */
  async decided(): Promise<void> {
    await this.#pins?.known();
  }

  /** @param list of that upstream */
  of(upstream: Upstream, kind: ListKind, list: KnownList): KnownList {
    const version = this.#pins?.version ?? 0;
    const shown = this.#shown.get(list);
    if (shown?.version === version) return shown.list;
    const items = list.items.flatMap((item) => {
      if (kind === 'tools' && !isOffered(upstream, String(item.name))) return [];
      if (kind === 'resources' || !this.#pins) return [item];
      const { offered } = this.#pins.judge(upstream.name, kind, item);
      return offered ? [offered] : [];
    });
    const made = { ...list, items };
    this.#shown.set(list, { version, list: made });
    return made;
  }

  /** What is known, without asking, that a server's clients are shown; undefined where nothing is. */
  remembered(upstream: Upstream, kind: ListKind): KnownList | undefined {
    const list = this.#known.get(upstream.name, kind);
    return list && this.of(upstream, kind, list);
  }

  /** How a server says that it is to be used, where that was approved; undefined where it is not known to say anything. */
  instructionsOf({ name }: Upstream): string | undefined {
    const instructions = this.#known.instructionsOf(name);
    if (!instructions || !this.#pins) return instructions;
    return this.#pins.judge(name, 'server', { instructions }).offered ? instructions : undefined;
  }

  /** Takes note of what a server listed, so that it is pinned or people hear of it. */
  async saw(
    upstream: Upstream,
    kind: ListKind,
    items: readonly Json[],
    instructions?: string,
  ): Promise<void> {
    if (!this.#pins || kind === 'resources') return;
    const company = companyOf(upstream, this.#upstreams, this.#known);
    await this.#pins.saw(upstream.name, kind, items, company);
    if (kind !== 'tools') return;
    const own: [PinKind, Json[]] = ['server', instructions ? [{ instructions }] : []];
    await this.#pins.saw(upstream.name, ...own, company);
  }
}

/** Among whom what a server offers is judged, as far as it is known. */
export function companyOf(upstream: Upstream, upstreams: readonly Upstream[], known: Known): Company {
  const namesOf = ({ name }: Upstream) =>
    (['tools', 'prompts'] as const).flatMap((kind) =>
      (known.get(name, kind)?.items ?? []).flatMap((item) =>
        typeof item.name === 'string' ? [item.name] : [],
      ),
    );
  return {
    own: namesOf(upstream),
    neighbours: upstreams
      .filter(({ name }) => name !== upstream.name)
      .map((other) => ({ server: other.name, names: namesOf(other) })),
  };
}
