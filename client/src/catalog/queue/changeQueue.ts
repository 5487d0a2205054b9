import type { Memento } from 'vscode';
import type { EnvironmentName } from '../../../../server/src/protocol.ts';
import type { QueuedChange, WantedChange } from './queuedChange.ts';

const KEY = 'heady.queuedChanges';

/** Changes that wait for the control plane, in the order in which they were asked for. They are kept with the workspace. */
export class ChangeQueue {
  readonly #memory: Pick<Memento, 'get' | 'update'>;
  readonly #now: () => Date;
  readonly #listeners = new Set<() => void>();
  #changes: readonly QueuedChange[];

  constructor(memory: Pick<Memento, 'get' | 'update'>, now: () => Date = () => new Date()) {
    this.#memory = memory;
    this.#now = now;
    const kept = memory.get<unknown>(KEY);
    this.#changes = Array.isArray(kept) ? (kept as QueuedChange[]) : [];
  }

  get changes(): readonly QueuedChange[] {
    return this.#changes;
  }

  /** Has a change wait. One of the same entry to the same end takes the place of the one before. */
  async add(wanted: WantedChange, environment: EnvironmentName): Promise<void> {
    const id = 1 + Math.max(0, ...this.#changes.map((each) => each.id));
    const others = this.#changes.filter((each) => keyOf(each) !== keyOf({ ...wanted, environment }));
    await this.#keep([...others, { ...wanted, id, environment, at: this.#now().toISOString() }]);
  }

  async drop(id: number): Promise<void> {
    await this.#keep(this.#changes.filter((each) => each.id !== id));
  }

  /** Notes why a change was not made; it goes on waiting. */
  async note(id: number, problem: string): Promise<void> {
    await this.#keep(this.#changes.map((each) => (each.id === id ? { ...each, problem } : each)));
  }

  /** Calls back after each change of the queue; returns how to stop. */
  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #keep(changes: readonly QueuedChange[]): Promise<void> {
    this.#changes = changes;
    await this.#memory.update(KEY, changes);
    for (const listener of this.#listeners) listener();
  }
}

function keyOf({ does, params, environment }: WantedChange & { environment: EnvironmentName }): string {
  return JSON.stringify([does, params.kind, params.name, environment]);
}
