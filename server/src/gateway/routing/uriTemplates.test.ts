import { expect, test } from 'vitest';
import { fitsTemplate } from './uriTemplates.ts';

test.each([
  ['notes://{id}', 'notes://7', true],
  ['notes://{id}', 'notes://', false],
  ['notes://{id}', 'notes://7/8', false],
  ['notes://{id}', 'other://7', false],
  ['notes://{id}/text', 'notes://7/text', true],
  ['notes://{id}/text', 'notes://7/texts', false],
  ['notes://{a}-{b}', 'notes://x-y-z', true],
  ['file:///{+path}', 'file:///a/b,c', true],
  ['a:{/segment}', 'a:/b', true],
  ['a:x{.suffix}', 'a:x.txt', true],
  ['a:{list*}', 'a:1,2,3', true],
  ['a:{list}', 'a:1,2,3', false],
  ['a:q{?from,to}', 'a:q?from=1&to=2', true],
  ['a:q{?from,to}', 'a:q?from=1', false],
  ['a:(b)', 'a:(b)', true],
  ['a:{open', 'a:{open', true],
  ['', 'a:b', false],
])('%s stands for %s: %s', (template, uri, fits) => {
  expect(fitsTemplate(template, uri)).toBe(fits);
});

test('no template keeps the gateway busy', () => {
  const uri = `x:${'y'.repeat(9_000)}`;
  expect(fitsTemplate(`x:${'{a}'.repeat(300)}!`, uri)).toBe(false);
  expect(fitsTemplate(`x:${'{+a}y'.repeat(300)}!`, uri)).toBe(false);
  expect(fitsTemplate(`x:${'{a}'.repeat(300)}`, uri)).toBe(true);
});
