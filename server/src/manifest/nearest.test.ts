import { expect, test } from 'vitest';
import { byLikeness, nearest } from './nearest.ts';

test.each([
  ['PROD', ['dev', 'test', 'prod'], 'prod'],
  ['replica', ['replicas', 'runtime'], 'replicas'],
  ['recieve', ['receive', 'review'], 'receive'],
  ['data_sensitivity', ['DataSensitivity', 'Owner'], 'DataSensitivity'],
  ['zzz', ['dev', 'test'], undefined],
  ['tesd', ['test', 'tess'], undefined],
  ['x', [], undefined],
])('%s among %j is %s', (written, candidates, expected) => {
  expect(nearest(written, candidates)).toBe(expected);
});

test('all candidates come, the nearest first', () => {
  expect(byLikeness('vertcal', ['private', 'vertical', 'lan'])).toEqual(['vertical', 'lan', 'private']);
});
