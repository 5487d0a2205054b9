import { expect, test } from 'vitest';
import { unifiedDiff } from './diff.ts';

test('a change is shown with a few lines around it', () => {
  const before = {
    name: 'search',
    inputSchema: { properties: { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8 } },
  };
  const after = { ...before, inputSchema: { properties: { ...before.inputSchema.properties, e: 50 } } };
  expect(unifiedDiff('files: tool search', before, after)).toBe(
    [
      '--- files: tool search (approved)',
      '+++ files: tool search (offered)',
      '@@ -5,7 +5,7 @@',
      '       "b": 2,',
      '       "c": 3,',
      '       "d": 4,',
      '-      "e": 5,',
      '+      "e": 50,',
      '       "f": 6,',
      '       "g": 7,',
      '       "h": 8',
      '',
    ].join('\n'),
  );
});

test('what is new, what is gone, and what is the same', () => {
  expect(unifiedDiff('x', undefined, { a: 1 })).toBe(
    '--- /dev/null\n+++ x (offered)\n@@ -0,0 +1,3 @@\n+{\n+  "a": 1\n+}\n',
  );
  expect(unifiedDiff('x', { a: 1 }, undefined)).toBe(
    '--- x (approved)\n+++ /dev/null\n@@ -1,3 +0,0 @@\n-{\n-  "a": 1\n-}\n',
  );
  expect(unifiedDiff('x', { a: 1, b: 2 }, { b: 2, a: 1 })).toBe('');
});

test('what cannot be seen is written out', () => {
  expect(unifiedDiff('x', { a: 'ab' }, { a: 'a\u202Eb' })).toContain('+  "a": "a<U+202E>b"');
});

test('two that have nothing in common and no end are not compared for ever', () => {
  const list = (offset: number) => ({ list: Array.from({ length: 20_000 }, (_, index) => index + offset) });
  expect(unifiedDiff('x', list(0), list(20_000)).split('\n')).toHaveLength(40_012);
});
