import { EXPIRED } from './bearerToken.ts';
import type { ControlPlaneLink, Refusal } from './link.ts';
import { messageOf } from './words.ts';

/** The longest that a timer can be set to, in milliseconds; asked for more it goes off at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Notices when what lets us in ends, before anybody is turned away. Where its time is over already and it was taken all
 * the same, clocks differ: then the control plane tells.
 */
export class ExpiryWatch {
  readonly #over: (reason: string, refusal?: Refusal) => void;
  #link: ControlPlaneLink | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param over called when nothing lets us in any longer */
  constructor(over: (reason: string, refusal?: Refusal) => void) {
    this.#over = over;
  }

  /** Watches this link, and no other. */
  watch(link: ControlPlaneLink): void {
    this.#link = link;
    const end = link.expiresAt?.();
    if (end === undefined || end <= Date.now()) return;
    const wait = Math.min(end - Date.now(), LONGEST_TIMER);
    this.#timer = setTimeout(() => void this.#expire(link), wait).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#link = undefined;
  }

  async #expire(link: ControlPlaneLink): Promise<void> {
    try {
      // A request may have had it renewed by now.
      const isOver = (link.expiresAt?.() ?? 0) <= Date.now();
      const isLetIn = !isOver || (await link.renew?.()) === true;
      if (link !== this.#link) return;
      if (isLetIn) this.watch(link);
      else this.#over(EXPIRED.reason, EXPIRED);
    } catch (error) {
      if (link === this.#link) this.#over(messageOf(error));
    }
  }
}
