import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
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
    try {
      const kept: unknown = JSON.parse(readFileSync(this.#path, 'utf8'));
      return Array.isArray(kept) ? kept : [];
    } catch {
      // There is none until something waits. It is replaced as a whole, so that it is never half of one.
      return [];
    }
  }

  write(changes: readonly QueuedChange[]): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    const beside = `${this.#path}.new`;
    writeFileSync(beside, JSON.stringify(changes));
    renameSync(beside, this.#path);
  }
}
