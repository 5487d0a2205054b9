import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Manifests from which on memory is worth more than the time it takes to give it back early. */
const MANY = 1_000;

/** Quiet time after which memory is given back, in ms: it takes a tenth of a second. */
const QUIET = 5_000;

/**
 * Keeps the process small in a large workspace. What reading it leaves behind is garbage at once; by default V8 lets that
 * grow to several times of what is in use, and gives little of it back to the system.
 */
export class Memory {
  #timer: NodeJS.Timeout | undefined;

  /** Many manifests are about to be read, one after the other. */
  expect(manifests: number): void {
    if (manifests < MANY) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    setFlagsFromString('--heap-growing-percent=25');
  }

  /** Much was done, with so many manifests: gives back what it took as soon as nobody does anything. */
  settle(manifests: number): void {
    if (manifests < MANY) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(giveBack, QUIET);
  }

  /** Somebody does something. */
  postpone(): void {
    this.#timer?.refresh();
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}

function giveBack(): void {
  // The one way to ask for it in a program that was started without the flag.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as ((options: { type: string; flavor: string }) => void) | undefined;
  collect?.({ type: 'major', flavor: 'last-resort' });
}
