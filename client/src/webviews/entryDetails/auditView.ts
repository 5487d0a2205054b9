import type { EntryAuditRecord } from '../../../../server/src/protocol/entryDetails.ts';
import { button, el } from '../dom.ts';
import type { FromPage } from './messages.ts';
import type { Pages } from './pages.ts';
import { pagesView } from './pagesView.ts';
import { actionWords, when } from './words.ts';

/** Who did what to the entry. It is read only when somebody asks, as that is recorded too. */
export function auditView(pages: Pages<EntryAuditRecord>, tell: (message: FromPage) => void): HTMLElement[] {
  const read = (cursor?: string) => tell({ type: 'audit', ...(cursor === undefined ? {} : { cursor }) });
  const wasAsked = pages.items !== undefined || pages.isLoading || pages.trouble !== undefined;
  if (!wasAsked) {
    return [
      el('p', {}, 'Who did what to this entry. Reading the log is itself recorded in it.'),
      button('Read the audit log', () => read(), { class: 'secondary', 'data-key': 'read' }),
    ];
  }
  const list = el('ol', { class: 'versions' }, ...(pages.items ?? []).map(record));
  const none = 'The log has nothing on this entry, or no longer.';
  return pagesView(pages, list, { none, more: 'Show earlier records', read });
}

function record({ at, actor, role, action, outcome }: EntryAuditRecord): HTMLElement {
  const who = role === undefined ? actor : `${actor} (${role})`;
  return el(
    'li',
    {},
    el('p', {}, el('time', { datetime: at }, when(at)), ` ${who}: ${actionWords(action)}, ${outcome}`),
  );
}
