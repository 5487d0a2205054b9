import type { EntryDetails } from '../../../../server/src/protocol/entryDetails.ts';
import type { FieldChange } from '../../../../server/src/protocol/guard.ts';
import { button, el } from '../dom.ts';
import type { FromPage } from './messages.ts';
import { stateSentence } from './words.ts';

/** In which fields manifest and registered entry differ, both sides beside each other. */
export function driftView(
  { item, drift }: Pick<EntryDetails, 'item' | 'drift'>,
  tell: (message: FromPage) => void,
): HTMLElement[] {
  const { version } = item;
  if (drift.length === 0) return [el('p', {}, stateSentence(item.state))];
  return [
    el(
      'div',
      { class: 'wide' },
      el(
        'table',
        {},
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            el('th', { scope: 'col' }, 'Field'),
            el(
              'th',
              { scope: 'col' },
              version === undefined ? 'Registered' : `Registered, version ${version}`,
            ),
            el('th', { scope: 'col' }, 'Manifest here'),
          ),
        ),
        el('tbody', {}, ...drift.map(row)),
      ),
    ),
    version !== undefined &&
      button('Compare in the editor', () => tell({ type: 'compare', from: version, to: 'manifest' }), {
        class: 'secondary',
        'data-key': 'compare drift',
      }),
  ].filter((part) => part instanceof HTMLElement);
}

function row({ field, from, to }: FieldChange): HTMLElement {
  return el('tr', {}, el('th', { scope: 'row' }, field), side(from), side(to));
}

function side(value: string | undefined): HTMLElement {
  return value === undefined ? el('td', { class: 'subject' }, 'not stated') : el('td', {}, value);
}
