import { setTimeout } from 'node:timers/promises';
import { type Disposable, type Memento, window, workspace } from 'vscode';
import type { PinnedThing, UndecidedPin } from '../../../../server/src/protocol/gatewayPins.ts';
import { reportFailures } from '../../failures.ts';
import type { Gateway } from '../gateway.ts';
import { causeOf, newsOf, type PinNews } from './pinNews.ts';
import { noticeWords } from './pinWords.ts';

const STORED = 'heady.mcp.pins.told';

/** The latest are remembered, so that nobody is told twice. */
const MAX_REMEMBERED = 2_000;

/** VS Code takes a notification away after less than that, though it can be answered still. In milliseconds. */
const IN_SIGHT = 15_000;

const REVIEW = 'Review';
const LATER = 'Later';

/** Tells the user what waits for them: one notice at a time, and each cause once. */
export class PinNotices implements Disposable {
  readonly #gateway: Gateway;
  readonly #memory: Memento;
  readonly #review: (server: string, things: readonly PinnedThing[]) => Promise<void>;
  readonly #subscription: Disposable;
  readonly #told: Set<string>;
  #isTelling = false;

  /** @param review shows what there is to decide */
  constructor(
    gateway: Gateway,
    memory: Memento,
    review: (server: string, things: readonly PinnedThing[]) => Promise<void>,
  ) {
    this.#gateway = gateway;
    this.#memory = memory;
    this.#review = review;
    this.#told = new Set(memory.get<string[]>(STORED, []));
    this.#subscription = gateway.onDidChange(() => void this.#tell());
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #tell(): Promise<void> {
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      for (let news = this.#news(); news; news = this.#news()) {
        const { server, pins } = news;
        for (const pin of pins) this.#told.add(causeOf(server, pin));
        await this.#memory.update(STORED, [...this.#told].slice(-MAX_REMEMBERED));
        await Promise.race([this.#ask(server, pins), setTimeout(IN_SIGHT, undefined, { ref: false })]);
      }
    } finally {
      this.#isTelling = false;
    }
  }

  #news(): PinNews | undefined {
    return newsOf(this.#gateway.status?.servers ?? [], this.#told);
  }

  async #ask(server: string, pins: readonly UndecidedPin[]): Promise<void> {
    if (workspace.getConfiguration('heady').get<string>('gateway.notifications') === 'none') return;
    const answer = await window.showWarningMessage(noticeWords(server, pins), REVIEW, LATER);
    if (answer !== REVIEW) return;
    const things = pins.map(({ kind, name }) => ({ server, kind, name }));
    await reportFailures('The change cannot be shown', () => this.#review(server, things));
  }
}
