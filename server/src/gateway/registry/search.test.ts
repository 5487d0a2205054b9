import { expect, test } from 'vitest';
import { found } from './search.ts';

const ALL = [
  { server: 'files', name: 'read_file', description: 'Reads a file.' },
  { server: 'files', name: 'writeFile', title: 'Write', description: 'Writes what was read before.' },
  { server: 'mail', name: 'send', title: 'Send a message', description: 'Sends mail with a file.' },
];
const names = (query: string) => found(query, ALL).map(({ name }) => name);

test('all words must be found, somewhere', () => {
  expect(names('file read')).toEqual(['read_file', 'writeFile']);
  expect(names('mail FILE')).toEqual(['send']);
  expect(names('nothing')).toEqual([]);
});

test('what is called so comes before what only speaks of it', () => {
  expect(names('write file')).toEqual(['writeFile']);
  expect(names('read')).toEqual(['read_file', 'writeFile']);
  expect(names('message')).toEqual(['send']);
});

test('without a word it is everything, in its order', () => {
  expect(names('')).toEqual(['read_file', 'writeFile', 'send']);
});
