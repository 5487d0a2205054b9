import type { EntryLink } from '../../../../server/src/protocol/entryDetails.ts';
import { button, el } from '../dom.ts';
import type { FromPage } from './messages.ts';

const START = { line: 0, character: 0 };

/** What can be opened from an entry. Addresses open in the browser, as the editor opens any. */
export function linkList(links: readonly EntryLink[], tell: (message: FromPage) => void): HTMLElement[] {
  if (links.length === 0) return [el('p', {}, 'It names no API, no address and no file.')];
  return [el('ul', { class: 'entries' }, ...links.map((link) => item(link, tell)))];
}

function item({ title, detail, target }: EntryLink, tell: (message: FromPage) => void): HTMLElement {
  const range = { start: START, end: START };
  const key = { class: 'link', 'data-key': `link ${title}` };
  const opener =
    'url' in target
      ? el('a', { href: target.url, 'data-key': `link ${title}` }, title)
      : 'uri' in target
        ? button(title, () => tell({ type: 'openPlace', uri: target.uri, range }), key)
        : button(title, () => tell({ type: 'openEntry', ref: target.entry }), key);
  return el('li', {}, opener, detail !== undefined && el('span', { class: 'subject' }, ` ${detail}`));
}
