import { expect, test } from 'vitest';
import type { CatalogChanges } from '../../../server/src/protocol/catalog.ts';
import { CatalogMirror } from './catalogMirror.ts';
import { service } from './outline/testEntries.ts';

function page(rest: Partial<CatalogChanges>): CatalogChanges {
  const open = { readOnly: false, confirm: false };
  return {
    isAnew: false,
    changed: [],
    removed: [],
    cursor: 'next',
    hasMore: false,
    controlPlane: { state: 'connected' },
    controlPlanes: {},
    indexing: false,
    guards: { dev: open, test: open, stage: open, prod: open },
    unreadable: [],
    virtualFolders: [],
    ...rest,
  };
}

const [a, b, b2] = [service('dev-a-a'), service('dev-a-b'), service('dev-a-b', { errors: 1 })];

test('pages add, change and remove, and what each did is told', () => {
  const mirror = new CatalogMirror();
  expect(mirror.cursor).toBeUndefined();
  const first = page({
    isAnew: true,
    changed: [
      [1, a],
      [2, b],
    ],
    cursor: 'one',
  });
  expect(mirror.apply(first)).toEqual([{ after: a }, { after: b }]);
  expect(mirror.cursor).toBe('one');
  expect(mirror.apply(page({ changed: [[2, b2]], removed: [1, 9] }))).toEqual([
    { before: a },
    { before: b, after: b2 },
  ]);
  expect(mirror.items).toEqual([b2]);
});

test('what begins anew takes nothing over', () => {
  const mirror = new CatalogMirror();
  mirror.apply(page({ isAnew: true, changed: [[1, a]] }));
  expect(mirror.apply(page({ isAnew: true, changed: [[1, b]] }))).toEqual([{ before: a }, { after: b }]);
  expect(mirror.items).toEqual([b]);
});

test('the list is the same one until something changes', () => {
  const mirror = new CatalogMirror();
  mirror.apply(page({ isAnew: true, changed: [[1, a]] }));
  const { items } = mirror;
  mirror.apply(page({}));
  expect(mirror.items).toBe(items);
});
