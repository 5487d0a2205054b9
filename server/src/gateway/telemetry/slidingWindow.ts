/** So much of the past is looked at, in milliseconds. */
export const WINDOW = 5 * 60_000;

/** In so many steps it slides. */
const SLOTS = 10;
const SLOT = WINDOW / SLOTS;
const MINUTE = 60_000;

/** Buckets of durations: from 50 µs, six for each doubling, to half an hour. A quantile is right to within 12 %. */
const SHORTEST = 0.05;
const PER_DOUBLING = 6;
const BUCKETS = 151;

interface Slot {
  /** Which of all slots since the clock began. */
  readonly at: number;
  calls: number;
  errors: number;
  /** How many calls were timed: those that reached the server. */
  timed: number;
  readonly durations: Uint32Array;
}

/** What calls of the last five minutes were like. */
export interface Figures {
  readonly calls: number;
  readonly errors: number;
  /** Calls in the last minute. */
  readonly perMinute: number;
  /** How many of the calls were timed. */
  readonly timed: number;
  /** In milliseconds; absent where nothing was timed. */
  readonly p50?: number;
  readonly p95?: number;
}

/** Adds up calls of the last minutes, in memory that does not grow. */
export class SlidingWindow {
  readonly #now: () => number;
  #slots: Slot[] = [];

  /** @param now in milliseconds; never goes back */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param milliseconds absent where the time says nothing of the server */
  add(isError: boolean, milliseconds?: number): void {
    const slot = this.#current();
    slot.calls++;
    if (isError) slot.errors++;
    if (milliseconds === undefined) return;
    slot.timed++;
    const bucket = bucketOf(milliseconds);
    slot.durations[bucket] = (slot.durations[bucket] ?? 0) + 1;
  }

  figures(): Figures {
    const now = this.#now();
    const at = Math.floor(now / SLOT);
    const slots = this.#slots.filter((slot) => slot.at > at - SLOTS);
    const sum = (of: (slot: Slot) => number) => slots.reduce((total, slot) => total + of(slot), 0);
    // The oldest slot that is partly within the last minute counts by the part that is.
    const oldest = Math.floor((now - MINUTE) / SLOT);
    const part = (slot: Slot) =>
      slot.at === oldest ? 1 - ((((now - MINUTE) % SLOT) + SLOT) % SLOT) / SLOT : 1;
    const perMinute = sum((slot) => (slot.at >= oldest ? slot.calls * part(slot) : 0));
    const timed = sum((slot) => slot.timed);
    const quantiles =
      timed > 0 ? { p50: quantile(slots, timed * 0.5), p95: quantile(slots, timed * 0.95) } : {};
    return {
      calls: sum((slot) => slot.calls),
      errors: sum((slot) => slot.errors),
      perMinute: Math.round(perMinute),
      timed,
      ...quantiles,
    };
  }

  #current(): Slot {
    const at = Math.floor(this.#now() / SLOT);
    const last = this.#slots.at(-1);
    if (last?.at === at) return last;
    const slot = { at, calls: 0, errors: 0, timed: 0, durations: new Uint32Array(BUCKETS) };
    this.#slots = [...this.#slots.filter((each) => each.at > at - SLOTS), slot];
    return slot;
  }
}

function bucketOf(milliseconds: number): number {
  const bucket = Math.floor(Math.log2(Math.max(milliseconds, SHORTEST) / SHORTEST) * PER_DOUBLING);
  return Math.min(bucket, BUCKETS - 1);
}

/** @param rank how many of the durations are as short at most */
function quantile(slots: readonly Slot[], rank: number): number {
  let seen = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    for (const { durations } of slots) seen += durations[bucket] ?? 0;
    // The middle of the bucket.
    if (seen >= rank) return Number((SHORTEST * 2 ** ((bucket + 0.5) / PER_DOUBLING)).toPrecision(3));
  }
  return Number.POSITIVE_INFINITY;
}
