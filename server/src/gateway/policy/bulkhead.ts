import type { Upstream } from '../upstream.ts';
import { Refusal, type Stage } from './call.ts';

/** So long a call waits for its turn, in milliseconds. */
const PATIENCE = 10_000;

/** In seconds: a place may become free at any time. */
const RETRY_AFTER = 1;

/**
 * Lets so many calls be with a server at the same time. As many again wait for their turn, a while; more are refused at
 * once: a server that cannot keep up is not helped by a line that grows.
 *
 * Of our own: `cockatiel`'s lets a call that was cancelled keep its place in the line until its turn, and none wait for a
 * limited time.
 */
export class Bulkheads {
  readonly #places = new Map<string, Places>();

  readonly stage: Stage = async (call, next) => {
    const places = this.#of(call.upstream);
    await places.take(call.upstream, call.signal);
    try {
      return await next(call);
    } finally {
      if (places.leave()) this.#places.delete(call.upstream.name);
    }
  };

  /** How many calls are with a server, and how many wait for it. */
  of(server: string): { readonly active: number; readonly waiting: number } {
    const { active = 0, waiting = 0 } = this.#places.get(server) ?? {};
    return { active, waiting };
  }

  #of({ name }: Upstream): Places {
    const places = this.#places.get(name) ?? new Places();
    this.#places.set(name, places);
    return places;
  }
}

class Places {
  active = 0;
  readonly #waiting = new Set<() => void>();

  get waiting(): number {
    return this.#waiting.size;
  }

  /** @throws Refusal, or the reason for which the call was cancelled */
  async take({ name, rateLimit: { concurrent } }: Upstream, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.active < concurrent) {
      this.active++;
      return;
    }
    const full = `${concurrent} calls of "${name}" are under way, as many as it takes at a time`;
    if (this.#waiting.size >= concurrent) {
      const text = concurrent > 0 ? `${full}, and as many wait.` : `"${name}" takes no calls.`;
      throw new Refusal('gateway/bulkhead', `${text} Try again later.`, RETRY_AFTER);
    }
    await this.#wait(signal, new Refusal('gateway/bulkhead', `${full}. Try again later.`, RETRY_AFTER));
  }

  /** Gives the place to whoever has waited longest. @returns whether nobody needs it */
  leave(): boolean {
    const [first] = this.#waiting;
    if (first) first();
    else this.active--;
    return this.active === 0;
  }

  async #wait(signal: AbortSignal, refusal: Refusal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', cancel);
        this.#waiting.delete(turn);
      };
      const turn = () => {
        stop();
        resolve();
      };
      const giveUp = (reason: unknown) => {
        stop();
        reject(reason);
      };
      const cancel = () => giveUp(signal.reason);
      const timer = setTimeout(giveUp, PATIENCE, refusal);
      signal.addEventListener('abort', cancel, { once: true });
      this.#waiting.add(turn);
    });
  }
}
