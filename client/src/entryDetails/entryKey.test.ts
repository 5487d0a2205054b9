import { expect, test } from 'vitest';
import { entryIn, entryKey } from './entryKey.ts';

const BILLING = { kind: 'Service', name: 'prod-health-billing', environment: 'prod' as const };

test.each([
  ['what a link carries', BILLING, BILLING],
  ['a row of a tree', { id: 'x', entry: { ...BILLING, state: 'synced', errors: 0 } }, BILLING],
  ['one of no environment', { kind: 'Vertical', name: 'health' }, { kind: 'Vertical', name: 'health' }],
  [
    'an environment that is none',
    { ...BILLING, environment: 'mars' },
    { kind: 'Service', name: BILLING.name },
  ],
])('an entry is named by %s', (_, target, named) => {
  expect(entryIn(target)).toEqual(named);
});

test.each([undefined, null, 'Service', {}, { kind: 'Service' }, { kind: 1, name: 2 }])(
  'no entry is named by %j',
  (target) => {
    expect(entryIn(target)).toBeUndefined();
  },
);

test('an entry has one key, whatever else is known of it', () => {
  expect(entryKey({ ...BILLING })).toBe(entryKey(entryIn({ entry: { ...BILLING, owner: 'a' } }) ?? BILLING));
  expect(entryKey({ kind: 'Service', name: BILLING.name })).not.toBe(entryKey(BILLING));
});
