import type { Json } from '../connection/raw.ts';
import { differInWordingOnly, hashOf, nameOf, type PinKind } from './definition.ts';
import type { Judgement } from './judgement.ts';

/** A definition that the organisation decided about. */
export interface OrganisationPin {
  readonly kind: PinKind;
  readonly name: string;
  readonly hash: string;
  readonly decision: 'approved' | 'rejected';
  /** ISO time. */
  readonly decidedAt: string;
  readonly definition: Json;
}

/** What the organisation decided about the definitions of servers, as far as it is known here. */
export class OrganisationPins {
  readonly #byServer = new Map<string, readonly OrganisationPin[]>();
  #known: Promise<void> | undefined;
  /** Finds out; called once, when it is first needed. Never fails. */
  learn: () => Promise<void> = async () => {};

  /** Resolves when it is known as far as it can be, in some seconds at most. */
  known(): Promise<void> {
    this.#known ??= this.learn();
    return this.#known;
  }

  /** @returns whether that is something else than before */
  take(server: string, pins: readonly OrganisationPin[]): boolean {
    const before = this.#byServer.get(server) ?? [];
    this.#byServer.set(server, pins);
    return marks(before) !== marks(pins);
  }

  /** What is known of each server. */
  get all(): ReadonlyMap<string, readonly OrganisationPin[]> {
    return this.#byServer;
  }

  /**
   * What was approved of a name holds for all that goes by it; where things were rejected alone, nothing else was said.
   *
   * @returns undefined where the workspace decides
   */
  judge(server: string, kind: PinKind, definition: Json): Judgement | undefined {
    const name = nameOf(kind, definition);
    const about = (this.#byServer.get(server) ?? []).filter(
      (each) => each.kind === kind && each.name === name,
    );
    const hash = hashOf(definition);
    const decided = about.find((each) => each.hash === hash);
    const approved = about
      .filter(({ decision }) => decision === 'approved')
      .sort((a, b) => (a.decidedAt < b.decidedAt ? 1 : -1));
    const by = 'organisation';
    if (decided?.decision === 'approved')
      return { state: 'pinned', by, offered: definition, pinned: decided.definition };
    const [latest] = approved;
    const known = latest ? { pinned: latest.definition } : {};
    if (decided) return { state: 'rejected', by, ...known };
    if (!latest) return undefined;
    const alike = approved.find((each) => differInWordingOnly(each.definition, definition));
    if (kind === 'server' || !alike || hash === undefined) return { state: 'changed', by, ...known };
    return { state: 'reworded', by, offered: alike.definition, pinned: alike.definition };
  }
}

function marks(pins: readonly OrganisationPin[]): string {
  return pins
    .map(({ kind, name, hash, decision }) => JSON.stringify([kind, name, hash, decision]))
    .sort()
    .join('\n');
}
