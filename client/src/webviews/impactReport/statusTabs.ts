import type { ImpactStatus } from '../../../../server/src/protocol/impact.ts';
import { el, setAttributes } from '../dom.ts';

const LABELS: readonly (readonly [ImpactStatus, string])[] = [
  ['open', 'Findings'],
  ['exempted', 'Exempted'],
  ['silenced', 'Silenced'],
];

/** What counts, what is exempted and what is silenced, each under its own tab. Arrow keys move between them. */
export class StatusTabs {
  readonly element = el('div', { role: 'tablist', 'aria-label': 'Kinds of findings', class: 'tabs' });
  readonly #tabs = new Map<ImpactStatus, HTMLButtonElement>();
  readonly #onChoose: (status: ImpactStatus) => void;

  /** @param panel id of the element that shows what was chosen */
  constructor(panel: string, onChoose: (status: ImpactStatus) => void) {
    this.#onChoose = onChoose;
    for (const [status] of LABELS) {
      const tab = el('button', { type: 'button', role: 'tab', id: `tab-${status}`, 'aria-controls': panel });
      tab.addEventListener('click', () => onChoose(status));
      tab.addEventListener('keydown', (event) => this.#move(event, status));
      this.#tabs.set(status, tab);
    }
    this.element.append(...this.#tabs.values());
  }

  show(chosen: ImpactStatus, counts: Readonly<Record<ImpactStatus, number>>): void {
    for (const [status, label] of LABELS) {
      const tab = this.#tabs.get(status);
      if (!tab) continue;
      tab.textContent = `${label} (${counts[status].toLocaleString('en')})`;
      const isChosen = status === chosen;
      setAttributes(tab, { 'aria-selected': String(isChosen), tabindex: isChosen ? 0 : -1 });
    }
  }

  #move(event: KeyboardEvent, from: ImpactStatus): void {
    const at = LABELS.findIndex(([status]) => status === from);
    const to = {
      ArrowRight: (at + 1) % LABELS.length,
      ArrowLeft: (at + LABELS.length - 1) % LABELS.length,
      Home: 0,
      End: LABELS.length - 1,
    }[event.key];
    const [status] = (to === undefined ? undefined : LABELS[to]) ?? [];
    if (status === undefined) return;
    event.preventDefault();
    this.#onChoose(status);
    this.#tabs.get(status)?.focus();
  }
}
