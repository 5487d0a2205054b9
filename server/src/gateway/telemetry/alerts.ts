import { type QuietHours, quietFor } from './quietHours.ts';

/** What somebody should know at once: `pain` that something is wrong, `pleasure` that it no longer is. */
export interface Alert {
  readonly feeling: 'pain' | 'pleasure';
  /** The same for the same trouble; there is one alert for each until it is over. */
  readonly cause: string;
  /** Absent: the gateway itself. */
  readonly server?: string;
  readonly message: string;
}

/** What is wrong now. */
export interface ActiveAlert extends Alert {
  readonly since: Date;
}

/** Settles when whoever was told is ready for another. */
export type Deliver = (alert: Alert) => void | Promise<void>;

interface Trouble {
  readonly alert: ActiveAlert;
  isTold: boolean;
}

export interface AlertOptions {
  /** Absent: there are none. */
  readonly quiet?: QuietHours;
  readonly now?: () => Date;
}

/**
 * The one place through which people hear of pain and pleasure: one thing at a time, each trouble once until it is over,
 * and nothing in quiet hours. What came and went before anybody could be told is not told.
 */
export class Alerts {
  readonly #quiet: QuietHours | undefined;
  readonly #now: () => Date;
  readonly #listeners = new Set<Deliver>();
  readonly #troubles = new Map<string, Trouble>();
  /** What is over, and was told of. */
  readonly #reliefs = new Map<string, Alert>();
  #isDelivering = false;
  #morning: NodeJS.Timeout | undefined;

  constructor(options: AlertOptions = {}) {
    this.#quiet = options.quiet;
    this.#now = options.now ?? (() => new Date());
  }

  /** Has somebody told from now on. @returns how to stop */
  listen(deliver: Deliver): () => void {
    this.#listeners.add(deliver);
    return () => this.#listeners.delete(deliver);
  }

  /** What is wrong now. */
  get active(): readonly ActiveAlert[] {
    return [...this.#troubles.values()].map(({ alert }) => alert);
  }

  /** Something is wrong; where that is known nothing happens. */
  raise(alert: Omit<Alert, 'feeling'>): void {
    const { cause } = alert;
    if (this.#troubles.has(cause)) return;
    // Whoever was told of the trouble, and not yet that it was over, still believes what is true again.
    const isTold = this.#reliefs.delete(cause);
    this.#troubles.set(cause, { alert: { feeling: 'pain', ...alert, since: this.#now() }, isTold });
    void this.#tell();
  }

  /** It no longer is; where nothing was wrong nothing happens. */
  recover(alert: Omit<Alert, 'feeling'>): void {
    const { cause } = alert;
    const trouble = this.#troubles.get(cause);
    if (!trouble) return;
    this.#troubles.delete(cause);
    if (trouble.isTold) this.#reliefs.set(cause, { feeling: 'pleasure', ...alert });
    void this.#tell();
  }

  /** Nobody is told of anything any more. */
  close(): void {
    clearTimeout(this.#morning);
    this.#isDelivering = true;
  }

  async #tell(): Promise<void> {
    if (this.#isDelivering) return;
    this.#isDelivering = true;
    for (let alert = this.#next(); alert; alert = this.#next()) {
      const told = alert;
      // Whoever cannot be told keeps nobody else from it, nor from what comes next.
      await Promise.allSettled([...this.#listeners].map(async (deliver) => await deliver(told)));
    }
    this.#isDelivering = false;
  }

  /** What is to be told next, trouble first; it counts as told. */
  #next(): Alert | undefined {
    const trouble = [...this.#troubles.values()].find(({ isTold }) => !isTold);
    const [relief] = this.#reliefs.values();
    const alert = trouble?.alert ?? relief;
    const wait = alert && this.#quiet ? quietFor(this.#quiet, this.#now()) : 0;
    if (wait > 0) {
      clearTimeout(this.#morning);
      this.#morning = setTimeout(() => void this.#tell(), wait).unref();
      return undefined;
    }
    if (trouble) trouble.isTold = true;
    else if (relief) this.#reliefs.delete(relief.cause);
    return alert;
  }
}
