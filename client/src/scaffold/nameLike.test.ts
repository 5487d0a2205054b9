import { expect, test } from 'vitest';
import { nameLike } from './nameLike.ts';

test.each([
  ['My App', 'my-app'],
  ['donorCrm', 'donor-crm'],
  ['Überblick_2', 'uberblick-2'],
  ['2024 reports!', 'reports'],
  ['billing', 'billing'],
  ['服务', undefined],
  ['42', undefined],
])('%s is called %s', (folder, name) => {
  expect(nameLike(folder)).toBe(name);
});
