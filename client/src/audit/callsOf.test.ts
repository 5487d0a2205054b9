import { expect, test } from 'vitest';
import { callsOf } from './callsOf.ts';

test.each([
  [{ server: 'files', declared: { name: 'files' } }, { server: 'files' }],
  [{ server: undefined, declared: { name: 'files' } }, { server: 'files' }],
  [
    { server: 'files', item: { name: 'echo' } },
    { server: 'files', item: 'echo' },
  ],
  [{ item: { name: 'echo' } }, { item: 'echo' }],
  [undefined, {}],
])('the calls of the row %j are those that pass %j', (row, filter) => {
  expect(callsOf(row)).toEqual(filter);
});
