import type { EnvironmentName } from '../../../../server/src/protocol.ts';
import type { PlacedChange, QueuedChange, WantedChange } from './queuedChange.ts';
import type { QueueStorage } from './queueFile.ts';

/** Changes that wait for the control plane, in the order in which they were asked for. They are kept with the workspace. */
export class ChangeQueue {
  readonly #storage: QueueStorage;
  readonly #now: () => Date;
  readonly #listeners = new Set<() => void>();
  #changes: readonly QueuedChange[];

  constructor(storage: QueueStorage, now: () => Date = () => new Date()) {
    this.#storage = storage;
    this.#now = now;
    this.#changes = storage.read();
  }

  get changes(): readonly QueuedChange[] {
    return this.#changes;
  }

  /** Has a change wait; throws where it cannot be kept. One of the same entry to the same end takes the place of the one before. */
  add(wanted: WantedChange, environment: EnvironmentName): void {
    this.addAll([{ ...wanted, environment }]);
  }

  /** Has changes wait in their order, all of them or none; see `add`. */
  addAll(wanted: readonly PlacedChange[]): void {
    const keys = new Set(wanted.map(keyOf));
    const others = this.#changes.filter((each) => !keys.has(keyOf(each)));
    const last = this.#changes.reduce((most, { id }) => Math.max(most, id), 0);
    const at = this.#now().toISOString();
    this.#keep([...others, ...wanted.map((change, index) => ({ ...change, id: last + 1 + index, at }))]);
  }

  drop(id: number): void {
    this.#keep(this.#changes.filter((each) => each.id !== id));
  }

  /** Notes why a change was not made; it goes on waiting. */
  note(id: number, problem: string): void {
    this.#keep(this.#changes.map((each) => (each.id === id ? { ...each, problem } : each)));
  }

  /** Calls back after each change of the queue; returns how to stop. */
  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #keep(changes: readonly QueuedChange[]): void {
    this.#storage.write(changes);
    this.#changes = changes;
    for (const listener of this.#listeners) listener();
  }
}

function keyOf({ does, params, environment }: PlacedChange): string {
  return JSON.stringify([does, params.kind, params.name, environment]);
}
