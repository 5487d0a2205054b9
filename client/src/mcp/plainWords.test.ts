import { expect, test } from 'vitest';
import { plainWords } from './plainWords.ts';

test('what a server says turns into no link, no icon and no hidden text', () => {
  expect(plainWords('[Send](command:workbench.action.quit) $(check) ok')).toBe(
    '[Send] (command:workbench.action.quit) $ (check) ok',
  );
  expect(plainWords('a\u202Eb\nc\u200Bd')).toBe('a b c d');
  expect(plainWords({})).toBe('');
});

test('what is long is cut', () => {
  expect(plainWords('x'.repeat(30), 10)).toBe('xxxxxxx...');
});
