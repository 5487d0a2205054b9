import { expect } from 'vitest';
import type { Store } from '../../../server/src/controlPlane/store/store.ts';

const KEY = { kind: 'Service', environment: 'dev' } as const;

/** What clients wrote, each time with a mark of its own, and what they know of how it came out. */
export class Ledger {
  /** The version that was acknowledged, by name and mark. */
  readonly #acknowledged = new Map<string, number>();
  /** Writes that nobody answered and nobody repeated. */
  readonly #unknown = new Set<string>();

  get acknowledged(): number {
    return this.#acknowledged.size;
  }

  get unknown(): number {
    return this.#unknown.size;
  }

  acknowledge(name: string, mark: string, version: number): void {
    this.#acknowledged.set(`${name} ${mark}`, version);
  }

  giveUp(name: string, mark: string): void {
    this.#unknown.add(`${name} ${mark}`);
  }

  /**
   * Every acknowledged write is there once, as the version that was said; one that nobody answered at most once; and
   * nothing else.
   *
   * @returns the version of each entry
   */
  async expectKeptIn({ catalog }: Store): Promise<Map<string, number>> {
    const changes = await catalog.changes(0, 1_000_000);
    const versions = new Map(changes.map(({ name, version }) => [name, version]));
    const kept = new Map<string, number>();
    for (const name of versions.keys()) {
      for (const { version, manifest } of await catalog.history({ ...KEY, name })) {
        const { title } = (manifest as { metadata: { title: string } }).metadata;
        const write = `${name} ${title}`;
        expect(kept.has(write), `${write} is kept twice`).toBe(false);
        kept.set(write, version);
      }
    }
    const expected = [...this.#acknowledged, ...[...kept].filter(([write]) => this.#unknown.has(write))];
    expect(Object.fromEntries(kept)).toEqual(Object.fromEntries(expected));
    const announced = changes.map(({ name, version }) => `${name} ${version}`);
    const histories = [...versions].flatMap(([name, last]) =>
      Array.from({ length: last }, (_, i) => `${name} ${i + 1}`),
    );
    expect(announced.sort()).toEqual(histories.sort());
    return versions;
  }
}
