import { button, el, setAttributes } from '../dom.ts';
import type { RunState } from './messages.ts';
import { noticeOf } from './notice.ts';

/** What the user asks of the check itself. */
export interface RunActions {
  run(): void;
  cancel(): void;
  showLog(): void;
}

/** How the run is going: progress with a way to end it, or what became of it where that is no result. */
export class RunBar {
  readonly element: HTMLElement;
  readonly #bar = el('progress', { max: 100, 'aria-label': 'Impact Check' });
  readonly #words = el('span');
  readonly #progress: HTMLElement;
  readonly #notice = el('p');
  readonly #log: HTMLButtonElement;
  readonly #again: HTMLButtonElement;
  readonly #trouble: HTMLElement;
  readonly #cancel: HTMLButtonElement;

  constructor(actions: RunActions) {
    this.#cancel = button('Cancel', actions.cancel, { class: 'secondary' });
    this.#log = button('Show Log', actions.showLog, { class: 'secondary' });
    this.#again = button('Run again', actions.run);
    this.#progress = el('div', { class: 'running' }, this.#bar, this.#words, this.#cancel);
    this.#trouble = el('div', { class: 'notice' }, this.#notice, this.#again, this.#log);
    this.element = el('div', {}, this.#progress, this.#trouble);
  }

  /** Whether the focus is on something that the next state may take away. */
  get hasFocus(): boolean {
    return this.element.contains(document.activeElement);
  }

  show(run: RunState, { isStale, hasResult }: { isStale: boolean; hasResult: boolean }): void {
    const isRunning = run.state === 'running';
    this.#progress.hidden = !isRunning;
    if (isRunning) {
      setAttributes(this.#bar, { value: run.words === '' ? undefined : Math.round(run.percentage) });
      this.#words.textContent = run.words === '' ? 'Reading manifests ...' : `Checked ${run.words}`;
    }
    const notice = isRunning ? undefined : noticeOf(run, isStale, hasResult);
    this.#trouble.hidden = notice === undefined;
    this.#notice.textContent = notice ?? '';
    this.#log.hidden = run.state !== 'failed';
    setAttributes(this.#trouble, { class: run.state === 'failed' ? 'notice failed' : 'notice' });
  }
}
