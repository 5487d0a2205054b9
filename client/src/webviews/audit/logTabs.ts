import type { AuditLog } from '../../../../server/src/protocol/audit.ts';
import { el, setAttributes } from '../dom.ts';

const LABELS: readonly (readonly [AuditLog, string])[] = [
  ['calls', 'Calls of MCP servers'],
  ['controlPlane', 'Control plane'],
];

/** The logs, each under its own tab. Arrow keys move between them. */
export class LogTabs {
  readonly element = el('div', { role: 'tablist', 'aria-label': 'Logs', class: 'tabs' });
  readonly #tabs = new Map<AuditLog, HTMLButtonElement>();

  /** @param panel id of the element that shows what was chosen */
  constructor(panel: string, onChoose: (log: AuditLog) => void) {
    for (const [log, label] of LABELS) {
      const tab = el(
        'button',
        { type: 'button', role: 'tab', id: `tab-${log}`, 'aria-controls': panel },
        label,
      );
      tab.addEventListener('click', () => onChoose(log));
      tab.addEventListener('keydown', (event) => {
        if (!['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return;
        event.preventDefault();
        // There are two: every way leads to the other one, but for those to an end that it is already at.
        const [other] = LABELS.find(([each]) => each !== log) ?? [];
        const isThere = event.key === (log === 'calls' ? 'Home' : 'End');
        if (other === undefined || isThere) return;
        onChoose(other);
        this.#tabs.get(other)?.focus();
      });
      this.#tabs.set(log, tab);
    }
    this.element.append(...this.#tabs.values());
  }

  show(chosen: AuditLog): void {
    for (const [log, tab] of this.#tabs) {
      setAttributes(tab, { 'aria-selected': String(log === chosen), tabindex: log === chosen ? 0 : -1 });
    }
  }
}
