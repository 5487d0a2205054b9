import type { GatewayAlert } from '../../../../server/src/protocol/gatewayOverview.ts';

/**
 * Lets one alert be shown at a time, and each trouble once until it is over: a gateway that was started anew tells of the
 * same again. What is over before it was its turn is not shown.
 */
export class AlertQueue {
  readonly #show: (alert: GatewayAlert) => Promise<void>;
  readonly #told = new Set<string>();
  #waiting: GatewayAlert[] = [];
  #isShowing = false;

  /** @param show settles when there is room for another */
  constructor(show: (alert: GatewayAlert) => Promise<void>) {
    this.#show = show;
  }

  /** Something is wrong. */
  raise(alert: GatewayAlert): void {
    if (this.#told.has(alert.cause)) return;
    this.#told.add(alert.cause);
    this.#waiting.push(alert);
    if (!this.#isShowing) void this.#showAll();
  }

  /** It no longer is. @returns whether somebody was told that it was */
  settle(cause: string): boolean {
    const before = this.#waiting.length;
    this.#waiting = this.#waiting.filter((alert) => alert.cause !== cause);
    return this.#told.delete(cause) && this.#waiting.length === before;
  }

  async #showAll(): Promise<void> {
    this.#isShowing = true;
    for (let alert = this.#waiting.shift(); alert; alert = this.#waiting.shift()) await this.#show(alert);
    this.#isShowing = false;
  }
}
