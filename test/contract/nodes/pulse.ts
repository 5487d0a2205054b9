import { setTimeout as sleep } from 'node:timers/promises';

/** So long a client that recovers takes on no machine. In milliseconds. */
const DESPAIR = 120_000;

/** Clients rest so many times as long as a call takes them, within bounds: 200 of them must not choke a slow machine. */
const REST = 10;
const SHORTEST_REST = 800;
const LONGEST_REST = 6_000;
/** How much of a call's duration goes into the average. */
const WEIGHT = 0.05;

/** How long clients wait, above all for the first thing they get after something broke. Times in milliseconds. */
export class Pulse {
  readonly #clients: Set<string>;
  readonly #durations: number[] = [];
  readonly #began = Date.now();
  #usual = 100;
  #fault: { ended: number; waited: Map<string, number>; all(): void } | undefined;

  constructor(clients: Iterable<string>) {
    this.#clients = new Set(clients);
  }

  /** A call was answered. @param began when it was made */
  answered(began: number): void {
    const duration = Date.now() - began;
    this.#durations.push(duration);
    this.#usual += (duration - this.#usual) * WEIGHT;
  }

  /** A client's rest between two acts, which all of them take longer the longer calls take. */
  async pause(over: AbortSignal): Promise<void> {
    const rest = Math.min(Math.max(this.#usual * REST, SHORTEST_REST), LONGEST_REST);
    await sleep(rest * (0.5 + Math.random()), undefined, { signal: over }).catch(() => {});
  }

  /** A client has what it is there for. @param since when it has been waiting for that */
  beat(client: string, since: number): void {
    const fault = this.#fault;
    const now = Date.now();
    if (!fault || now < fault.ended || fault.waited.has(client)) return;
    fault.waited.set(client, now - Math.max(since, fault.ended));
    if (fault.waited.size === this.#clients.size) fault.all();
  }

  /**
   * Lets something break and waits until every client goes on.
   *
   * @returns how long they had to wait from its end, for people
   */
  async survive(name: string, fault: () => Promise<unknown>): Promise<string> {
    const waited = new Map<string, number>();
    const everybody = new Promise<void>((all) => {
      this.#fault = { ended: Number.POSITIVE_INFINITY, waited, all };
    });
    const began = Date.now();
    await fault();
    const ended = Date.now();
    if (this.#fault) this.#fault.ended = ended;
    const silence = new AbortController();
    await Promise.race([everybody, this.#despair(name, silence.signal)]);
    silence.abort();
    this.#fault = undefined;
    const { p50, p95, max } = summary([...waited.values()]);
    const lasted = ended - began < 100 ? '' : ` for ${ended - began} ms`;
    return `${name}${lasted}: clients waited ${p50} ms, 95 % of them at most ${p95}, all at most ${max}`;
  }

  get figures(): string {
    const { p50, p95, max } = summary(this.#durations);
    const perSecond = (this.#durations.length / (Date.now() - this.#began)) * 1_000;
    return `${this.#durations.length} calls, ${perSecond.toFixed(0)} a second; p50 ${p50} ms, p95 ${p95}, max ${max}, faults included`;
  }

  /** @throws once it is certain that some will never recover */
  async #despair(name: string, signal: AbortSignal): Promise<void> {
    await sleep(DESPAIR, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    const stuck = [...this.#clients].filter((client) => !this.#fault?.waited.has(client));
    throw new Error(`${name}: these clients do not go on: ${stuck.join(', ')}.`);
  }
}

function summary(times: readonly number[]): { p50: number; p95: number; max: number } {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}
