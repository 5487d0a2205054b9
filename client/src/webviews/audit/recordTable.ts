import type { AuditLog, AuditRecord } from '../../../../server/src/protocol/audit.ts';
import { button, el, setAttributes } from '../dom.ts';
import { COLUMNS, fieldsOf, outcomeClass, timeWords } from './columns.ts';

/** The records of a page as a table; each row opens to all that its record holds. */
export class RecordTable {
  readonly element = el('div', { class: 'scroll', tabindex: -1, role: 'region', 'aria-label': 'Records' });
  #body = el('tbody');
  #log: AuditLog = 'calls';

  /** Shows these records alone. */
  show(log: AuditLog, records: readonly AuditRecord[]): void {
    this.#log = log;
    this.#body = el('tbody');
    const headings = ['Time', ...COLUMNS[log].map(({ heading }) => heading)];
    this.element.replaceChildren(
      el(
        'table',
        {},
        el(
          'caption',
          { class: 'unseen' },
          log === 'calls' ? 'Calls, the latest first' : 'Records, the latest first',
        ),
        el('thead', {}, el('tr', {}, ...headings.map((heading) => el('th', { scope: 'col' }, heading)))),
        this.#body,
      ),
    );
    this.append(records);
  }

  /** Adds older ones below. */
  append(records: readonly AuditRecord[]): void {
    this.#body.append(...records.flatMap((record) => this.#rows(record)));
  }

  /** Adds newer ones above, and keeps no more than so many. */
  prepend(records: readonly AuditRecord[], most: number): void {
    this.#body.prepend(...records.flatMap((record) => this.#rows(record)));
    const rows = this.#body.rows;
    while (rows.length > 2 * most) rows[rows.length - 1]?.remove();
  }

  clear(): void {
    this.element.replaceChildren();
  }

  /** A row, and the one below it that it opens. */
  #rows(record: AuditRecord): HTMLTableRowElement[] {
    const columns = COLUMNS[this.#log];
    const details = el('tr', { class: 'details', hidden: true });
    const time = timeWords(record.at);
    const open = button(
      time,
      () => {
        if (details.childElementCount === 0) details.append(detailsOf(record, columns.length + 1));
        details.hidden = !details.hidden;
        setAttributes(open, { 'aria-expanded': String(!details.hidden) });
      },
      { class: 'link time', 'aria-expanded': 'false', 'aria-label': `${time}, details` },
    );
    const cells = columns.map(({ text }) => el('td', {}, text(record)));
    return [el('tr', { class: outcomeClass(record) }, el('td', {}, open), ...cells), details];
  }
}

function detailsOf(record: AuditRecord, width: number): HTMLElement {
  const fields = fieldsOf(record).flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]);
  return el('td', { colspan: width }, el('dl', {}, ...fields));
}
