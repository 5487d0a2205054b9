import { button, el, setAttributes } from '../dom.ts';
import { pageCount } from './sections.ts';
import { pageWords } from './words.ts';

/** Leads through the pages of a long list; hidden where there is one. */
export class Pager {
  readonly element: HTMLElement;
  readonly #words = el('span');
  readonly #previous: HTMLButtonElement;
  readonly #next: HTMLButtonElement;
  #page = 0;

  /** @param onTurn is given the page to show, from 0 */
  constructor(onTurn: (page: number) => void) {
    this.#previous = button('Previous', () => onTurn(this.#page - 1), { class: 'secondary' });
    this.#next = button('Next', () => onTurn(this.#page + 1), { class: 'secondary' });
    this.element = el(
      'nav',
      { 'aria-label': 'Pages', class: 'pager' },
      this.#previous,
      this.#words,
      this.#next,
    );
  }

  show(page: number, total: number): void {
    const pages = pageCount(total);
    this.#page = page;
    this.element.hidden = pages === 1;
    this.#words.textContent = pageWords(page, total);
    setAttributes(this.#previous, { 'aria-disabled': page === 0 ? 'true' : undefined });
    setAttributes(this.#next, { 'aria-disabled': page === pages - 1 ? 'true' : undefined });
  }
}
