import { expect, test } from 'vitest';
import { NOTHING_READ, type Pages, withAnswer } from './pages.ts';

const answer = (items: number[], nextCursor?: string) => ({
  state: 'answered' as const,
  answer: { items, nextCursor },
});

test('pages follow one another, and a first one takes the place of all', () => {
  const first = withAnswer<number>({ ...NOTHING_READ, isLoading: true }, true, answer([5, 4], '4'));
  expect(first).toEqual({ items: [5, 4], nextCursor: '4', isLoading: false, trouble: undefined });
  const both = withAnswer(first, false, answer([3]));
  expect(both).toMatchObject({ items: [5, 4, 3], nextCursor: undefined });
  expect(withAnswer(both, true, answer([6], '6'))).toMatchObject({ items: [6], nextCursor: '6' });
});

test('what was read stays while no answer comes, and says why', () => {
  const read: Pages<number> = { ...NOTHING_READ, items: [5], nextCursor: '5', isLoading: true };
  const refused = withAnswer(read, false, { state: 'role', message: 'No.' });
  expect(refused).toEqual({
    items: [5],
    nextCursor: '5',
    isLoading: false,
    trouble: { message: 'No.', isRole: true },
  });
  expect(withAnswer(read, false, { state: 'unavailable', message: 'Gone.' }).trouble?.isRole).toBe(false);
});
