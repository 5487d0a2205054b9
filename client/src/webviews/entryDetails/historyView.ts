import type { EntryVersion } from '../../../../server/src/protocol/entryDetails.ts';
import { button, el } from '../dom.ts';
import { compareForm } from './compareForm.ts';
import type { FromPage } from './messages.ts';
import type { Pages } from './pages.ts';
import { pagesView } from './pagesView.ts';
import { when } from './words.ts';

/** Who made which version, when, and what changed by it; two of them can be compared. */
export function historyView(
  pages: Pages<EntryVersion>,
  hasManifest: boolean,
  tell: (message: FromPage) => void,
): HTMLElement[] {
  const versions = pages.items ?? [];
  const list = el('ol', { class: 'versions' }, ...versions.map((version) => row(version, versions, tell)));
  return [
    ...compareForm(versions, hasManifest, tell),
    ...pagesView(pages, list, {
      none: 'No version is kept.',
      more: 'Show earlier versions',
      read: (cursor) => tell({ type: 'history', ...(cursor === undefined ? {} : { cursor }) }),
    }),
  ];
}

function row(
  { version, registeredAt, actor, source, retired, changed }: EntryVersion,
  versions: readonly EntryVersion[],
  tell: (message: FromPage) => void,
): HTMLElement {
  const before = versions.find((each) => each.version === version - 1);
  const done = retired ? 'retired' : version === 1 ? 'registered' : 'registered anew';
  const who = [actor && `by ${actor}`, source && `(${source})`].filter(Boolean).join(' ');
  const what = changed?.length ? `Changed ${changed.join(', ')}.` : '';
  return el(
    'li',
    {},
    el(
      'p',
      {},
      el('strong', {}, `Version ${version}`),
      ` ${done} `,
      el('time', { datetime: registeredAt }, when(registeredAt)),
      ` ${who}`,
    ),
    what !== '' && el('p', { class: 'subject' }, what),
    before &&
      button(
        `Compare with version ${before.version}`,
        () => tell({ type: 'compare', from: before.version, to: version }),
        {
          class: 'link',
          'data-key': `compare ${version}`,
        },
      ),
  );
}
