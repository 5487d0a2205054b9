import { Disposable, StatusBarAlignment, window } from 'vscode';
import type { ChangeQueue } from './changeQueue.ts';
import { queueWords } from './queuedChange.ts';

/** A minute: how long changes wait is told in minutes. In milliseconds. */
const REFRESH = 60_000;

/** How many changes wait for the control plane, and for how long; hidden where none does. */
export class QueueStatusBar implements Disposable {
  readonly #item = window.createStatusBarItem('heady.queue', StatusBarAlignment.Left, 47);
  readonly #queue: ChangeQueue;
  readonly #subscription: Disposable;

  constructor(queue: ChangeQueue) {
    this.#queue = queue;
    this.#item.name = 'Heady Queued Changes';
    this.#item.command = 'heady.queue.show';
    const timer = setInterval(() => this.#show(), REFRESH);
    this.#subscription = Disposable.from(
      new Disposable(queue.onDidChange(() => this.#show())),
      new Disposable(() => clearInterval(timer)),
    );
    this.#show();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }

  #show(): void {
    const { changes } = this.#queue;
    if (changes.length === 0) {
      this.#item.hide();
      return;
    }
    const words = queueWords(changes, new Date());
    this.#item.text = `$(history) ${changes.length} queued`;
    this.#item.tooltip = `${words} Click to look at ${changes.length === 1 ? 'it' : 'them'}.`;
    this.#item.accessibilityInformation = { label: `Heady: ${words}`, role: 'button' };
    this.#item.show();
  }
}
