import { button, el } from '../dom.ts';
import type { Pages } from './pages.ts';

interface PagesWords {
  /** Where there is none. */
  none: string;
  /** On the button for the next page. */
  more: string;
  read(cursor: string | undefined): void;
}

/** What was read so far, with a way to read on; and why not, where it could not be read. */
export function pagesView(
  { items, nextCursor, isLoading, trouble }: Pages<unknown>,
  list: HTMLElement,
  { none, more, read }: PagesWords,
): HTMLElement[] {
  const shown = items === undefined ? [] : items.length > 0 ? [list] : [el('p', {}, none)];
  if (isLoading) return [...shown, el('p', { class: 'subject' }, 'Asking the control plane ...')];
  if (trouble) return [...shown, troubleElement(trouble, () => read(items ? nextCursor : undefined))];
  if (nextCursor === undefined) return shown;
  return [...shown, button(more, () => read(nextCursor), { class: 'secondary', 'data-key': 'more' })];
}

function troubleElement(
  { message, isRole }: NonNullable<Pages<unknown>['trouble']>,
  again: () => void,
): HTMLElement {
  return el(
    'div',
    { class: 'notice failed' },
    el('p', {}, isRole ? `Your role does not allow it: ${message}` : message),
    // Asking again changes nothing of a role, but another one may have signed in.
    button('Try again', again, { class: 'secondary', 'data-key': 'try again' }),
  );
}
