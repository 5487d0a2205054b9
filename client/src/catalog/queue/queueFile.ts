import { readKept, writeKept } from '../../keptFile.ts';
import type { QueuedChange } from './queuedChange.ts';

/** Where changes that wait are kept. */
export interface QueueStorage {
  read(): readonly QueuedChange[];
  /** @throws where they cannot be kept */
  write(changes: readonly QueuedChange[]): void;
}

/**
 * Keeps them in a file, at once: the editor's own memory of a workspace is written seconds later, and an editor that is
 * killed until then loses what it said would wait.
 */
export class QueueFile implements QueueStorage {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  read(): readonly QueuedChange[] {
    // There is none until something waits.
    const kept = readKept(this.#path);
    return Array.isArray(kept) ? kept : [];
  }

  write(changes: readonly QueuedChange[]): void {
    writeKept(this.#path, changes);
  }
}
