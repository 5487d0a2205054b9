import { el } from '../dom.ts';

/** A part of the page that opens and closes. What is in it is made anew only when there is something else to show. */
export class Section {
  readonly element: HTMLDetailsElement;
  readonly body = el('div', { class: 'body' });
  readonly #count = el('span', { class: 'count' });
  #shown: string | undefined;

  /** @param onToggle hears whether it is open now */
  constructor(id: string, title: string, isOpen: boolean, onToggle: (isOpen: boolean) => void) {
    const heading = el('h2', {}, title, this.#count);
    this.element = el('details', { id, open: isOpen }, el('summary', {}, heading), this.body);
    this.element.addEventListener('toggle', () => onToggle(this.element.open));
  }

  /**
   * @param of all that is shown: where it is the same, nothing happens
   * @param count stands beside the title; undefined: none
   */
  show(of: unknown, make: () => readonly Node[], count?: number): void {
    const text = JSON.stringify([of, count]);
    if (text === this.#shown) return;
    this.#shown = text;
    this.#count.textContent = count === undefined ? '' : ` (${count.toLocaleString('en')})`;
    keepingFocus(this.body, () => this.body.replaceChildren(...make()));
  }
}

/** Elements are made anew; who was on one of them is on its successor (`data-key`), or at the head of what holds them. */
function keepingFocus(body: HTMLElement, change: () => void): void {
  const active = document.activeElement;
  const key = active && body.contains(active) ? active.getAttribute('data-key') : undefined;
  change();
  if (key === undefined) return;
  const successor = [...body.querySelectorAll<HTMLElement>('[data-key]')].find(
    (element) => element.getAttribute('data-key') === key,
  );
  const head = body.closest('details')?.querySelector('summary');
  (successor ?? head)?.focus();
}
