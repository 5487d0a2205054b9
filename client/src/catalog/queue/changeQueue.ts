import type { EnvironmentName } from '../../../../server/src/protocol.ts';
import type { QueuedChange, WantedChange } from './queuedChange.ts';
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
    const id = 1 + Math.max(0, ...this.#changes.map((each) => each.id));
    const others = this.#changes.filter((each) => keyOf(each) !== keyOf({ ...wanted, environment }));
    this.#keep([...others, { ...wanted, id, environment, at: this.#now().toISOString() }]);
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

function keyOf({ does, params, environment }: WantedChange & { environment: EnvironmentName }): string {
  return JSON.stringify([does, params.kind, params.name, environment]);
}
