import { expect, test } from 'vitest';
import { formatPath } from '../../manifest/tree.ts';
import { differences } from './differences.ts';

test.each([
  ['nothing', { spec: { a: 1, b: [1, 2] } }, { spec: { b: [1, 2], a: 1 } }, []],
  ['a changed field', { spec: { a: 1 } }, { spec: { a: 2 } }, ['spec.a']],
  ['fields on one side', { spec: { a: 1 } }, { spec: { b: 1 } }, ['spec.a', 'spec.b']],
  [
    'an item of a list',
    { ports: [{ port: 1 }, { port: 2 }] },
    { ports: [{ port: 1 }, { port: 3 }] },
    ['ports[1].port'],
  ],
  ['a list that grew', { ports: [1] }, { ports: [1, 2] }, ['ports']],
  ['annotations are for tools', { metadata: { annotations: { a: 1 } } }, { metadata: {} }, []],
])('%s', (_, manifest, entry, expected) => {
  expect(differences(manifest, entry).map(formatPath)).toEqual(expected);
});
