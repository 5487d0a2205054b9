import type { Asked } from '../../../../server/src/protocol/entryDetails.ts';

/** What is read page by page, as far as it was read. */
export interface Pages<Item> {
  /** Undefined: nothing was answered yet. */
  items: readonly Item[] | undefined;
  /** Where the next page is; undefined: there is none. */
  nextCursor: string | undefined;
  /** Asked for, not answered. */
  isLoading: boolean;
  /** Why the last question was not answered. */
  trouble: { message: string; isRole: boolean } | undefined;
}

export const NOTHING_READ: Pages<never> = {
  items: undefined,
  nextCursor: undefined,
  isLoading: false,
  trouble: undefined,
};

/** With an answer: the first page takes the place of all, a further one goes below. What was read stays in trouble. */
export function withAnswer<Item>(
  pages: Pages<Item>,
  isFirst: boolean,
  asked: Asked<{ items: Item[]; nextCursor: string | undefined }>,
): Pages<Item> {
  if (asked.state !== 'answered') {
    const trouble = { message: asked.message, isRole: asked.state === 'role' };
    return { ...pages, isLoading: false, trouble };
  }
  const { items, nextCursor } = asked.answer;
  const before = isFirst ? [] : (pages.items ?? []);
  return { items: [...before, ...items], nextCursor, isLoading: false, trouble: undefined };
}
