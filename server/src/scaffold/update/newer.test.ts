import { expect, test } from 'vitest';
import { isNewer } from './newer.ts';

/** As semver.org orders them. */
const ORDERED = [
  'no version',
  '0.9.10',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '1.0.9',
  '1.0.10',
  '1.2.0',
  '10.0.0',
];

test('versions come after one another as they are ordered, and none after itself', () => {
  for (const [later, version] of ORDERED.entries())
    for (const [earlier, than] of ORDERED.entries())
      expect(isNewer(version, than), `${version} after ${than}`).toBe(later > earlier);
});

test('build metadata does not count', () => {
  expect(isNewer('1.0.0+2', '1.0.0+1')).toBe(false);
});
