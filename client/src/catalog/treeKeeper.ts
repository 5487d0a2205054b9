import { readKept, writeKept } from '../keptFile.ts';
import { type KeptTree, keptTreeIn } from './keptTree.ts';

/** How long after a change the tree is kept; changes in between wait with it. In milliseconds. */
const AFTER = 5_000;

/** Keeps the catalog tree as it was seen last in a file of the workspace, so that a window shows it at once. */
export class TreeKeeper {
  readonly #path: string;
  readonly #make: () => KeptTree | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** As it was when this began. */
  readonly last: KeptTree | undefined;

  /** @param make the tree as it is now; undefined where nothing is known of it */
  constructor(path: string, make: () => KeptTree | undefined) {
    this.#path = path;
    this.#make = make;
    this.last = keptTreeIn(readKept(path));
  }

  /** The tree changed, or who looks at it opened a row. */
  keepSoon(): void {
    this.#timer ??= setTimeout(() => this.#keep(), AFTER);
  }

  /** Keeps it as the window closes. */
  dispose(): void {
    this.#keep();
  }

  #keep(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const tree = this.#make();
    if (!tree) return;
    try {
      writeKept(this.#path, tree);
    } catch {
      // A disk that is full: the next window begins without it.
    }
  }
}
