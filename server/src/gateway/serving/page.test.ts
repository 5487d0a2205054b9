import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageOf } from './page.ts';

const named = (names: readonly string[]) => names.map((name) => ({ name }));
const idOf = ({ name }: Readonly<Record<string, unknown>>) => name;

test('what fits on a page is all there is', () => {
  expect(pageOf(named(['a', 'b']), idOf, undefined, 2)).toEqual({ items: named(['a', 'b']) });
  expect(pageOf([], idOf, undefined, 2)).toEqual({ items: [] });
});

test('a cursor holds while others come and go, and is refused once what it stood at is gone', () => {
  const { nextCursor } = pageOf(named(['a', 'b', 'c', 'd']), idOf, undefined, 2);
  expect(pageOf(named(['new', 'b', 'd']), idOf, nextCursor, 2).items).toEqual(named(['d']));
  expect(pageOf(named(['a', 'b']), idOf, nextCursor, 2)).toEqual({ items: [] });
  for (const cursor of [nextCursor, 'made up', '', 7, null])
    expect(() => pageOf(named(['a', 'c', 'd']), idOf, cursor, 2)).toThrow('List from the beginning.');
});

test('page by page, a list is the whole list, in order', () => {
  const lists = fc.uniqueArray(fc.string(), { maxLength: 40 });
  fc.assert(
    fc.property(lists, fc.integer({ min: 1, max: 10 }), fc.nat(100), (names, size, length) => {
      const read: unknown[] = [];
      let cursor: string | undefined;
      do {
        const page = pageOf(named(names), idOf, cursor, size, length);
        expect(page.items.length).toBeLessThanOrEqual(size);
        // What is alone too long comes alone.
        if (page.items.length > 1)
          expect(page.items.map((item) => JSON.stringify(item)).join('').length).toBeLessThanOrEqual(length);
        read.push(...page.items.map(idOf));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(read).toEqual(names);
    }),
  );
});
