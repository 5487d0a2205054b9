import { button, el } from '../dom.ts';
import { SEVERITY_WORDS, type Severity } from '../words.ts';
import { choices, EVERYTHING, type Filter, isFiltering, SEVERITIES } from './filter.ts';
import type { CheckedResult } from './messages.ts';

/** The fields that a user filters by. They stay the same elements while the list below them changes. */
export class FilterForm {
  readonly element: HTMLElement;
  readonly #onChange: (filter: Filter) => void;
  readonly #text = el('input', {
    type: 'search',
    id: 'filter-text',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  readonly #vertical = el('select', { id: 'filter-vertical' });
  readonly #rule = el('select', { id: 'filter-rule' });
  readonly #severities = new Map<Severity, HTMLInputElement>();
  readonly #focus = el('p', { class: 'focus', hidden: true });
  readonly #clear = button('Clear filter', () => this.#change(EVERYTHING), {
    class: 'secondary',
    hidden: true,
  });
  #filter: Filter = EVERYTHING;
  /** What the options of the vertical's field stand for. */
  #verticals: (string | null | undefined)[] = [];

  constructor(onChange: (filter: Filter) => void) {
    this.#onChange = onChange;
    this.element = el(
      'form',
      { role: 'search', 'aria-label': 'Filter findings', class: 'filters' },
      this.#focus,
      el(
        'div',
        { class: 'fields' },
        field('Text', this.#text),
        field('Vertical', this.#vertical),
        field('Rule', this.#rule),
        el('fieldset', {}, el('legend', {}, 'Severity'), ...SEVERITIES.map((each) => this.#checkbox(each))),
        this.#clear,
      ),
    );
    this.element.addEventListener('submit', (event) => event.preventDefault());
    this.#text.addEventListener('input', () => this.#change({ ...this.#filter, text: this.#text.value }));
    this.#vertical.addEventListener('change', () =>
      this.#change({ ...this.#filter, vertical: this.#verticals[this.#vertical.selectedIndex] }),
    );
    this.#rule.addEventListener('change', () =>
      this.#change({ ...this.#filter, rule: this.#rule.value || undefined }),
    );
  }

  /** Shows a filter, and what there is to choose from. */
  show(filter: Filter, { items }: Pick<CheckedResult, 'items'>): void {
    this.#filter = filter;
    const { verticals, rules } = choices(items);
    // What is chosen stays to be chosen, though nothing is found there any more.
    this.#verticals = distinct([undefined, ...verticals, filter.vertical]);
    options(
      this.#vertical,
      this.#verticals.map((each) => [each ?? '', each === undefined ? 'All' : (each ?? 'No vertical')]),
      this.#verticals.indexOf(filter.vertical),
    );
    const named = distinct([...rules, ...(filter.rule ? [filter.rule] : [])]);
    options(
      this.#rule,
      [['', 'All'], ...named.map((rule) => [rule, rule.replace(/^impact\//, '')] as const)],
      filter.rule ? named.indexOf(filter.rule) + 1 : 0,
    );
    if (this.#text.value !== filter.text) this.#text.value = filter.text;
    for (const [severity, box] of this.#severities) box.checked = !filter.hidden.includes(severity);
    this.#focus.hidden = filter.focus === undefined;
    this.#focus.textContent = filter.focus ? `Only ${filter.focus.kind} ${filter.focus.name}` : '';
    const isShown = isFiltering(filter);
    if (!isShown && document.activeElement === this.#clear) this.#text.focus();
    this.#clear.hidden = !isShown;
  }

  #checkbox(severity: Severity): HTMLElement {
    const box = el('input', { type: 'checkbox', id: `filter-${severity}`, checked: true });
    box.addEventListener('change', () => {
      const hidden = this.#filter.hidden.filter((each) => each !== severity);
      this.#change({ ...this.#filter, hidden: box.checked ? hidden : [...hidden, severity] });
    });
    this.#severities.set(severity, box);
    return el('span', { class: 'checkbox' }, box, el('label', { for: box.id }, SEVERITY_WORDS[severity]));
  }

  #change(filter: Filter): void {
    this.#onChange(filter);
  }
}

function field(label: string, control: HTMLElement): HTMLElement {
  return el('div', { class: 'field' }, el('label', { for: control.id }, label), control);
}

function options(
  select: HTMLSelectElement,
  all: (readonly [value: string, label: string])[],
  chosen: number,
): void {
  const isSame =
    select.options.length === all.length && all.every(([, label], i) => select.options[i]?.text === label);
  if (!isSame) select.replaceChildren(...all.map(([value, label]) => el('option', { value }, label)));
  select.selectedIndex = chosen;
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
