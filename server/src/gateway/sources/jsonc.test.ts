import { expect, test } from 'vitest';
import { nodeAt, plainOf } from '../../manifest/tree.ts';
import { parseJsonc, withoutComments } from './jsonc.ts';

test('comments are blanks, and what looks like one in a string is not', () => {
  expect(withoutComments('{ // one\n"a": "http://x" /* two\n */ }')).toBe(
    '{       \n"a": "http://x"       \n    }',
  );
  expect(withoutComments('{ "a": "\\"//" } // "')).toBe('{ "a": "\\"//" }     ');
});

test('editors’ JSON is read, with its places', () => {
  const text =
    '\uFEFF{\r\n\t// servers\r\n\t"servers": {\r\n\t\t"a": { "args": ["\\u00e9", 1,], },\r\n\t},\r\n}\r\n';
  const { root, problems, lineAt } = parseJsonc(text);
  expect(problems).toEqual([]);
  expect(plainOf(root)).toEqual({ servers: { a: { args: ['é', 1] } } });
  expect(lineAt(nodeAt(root, ['servers', 'a'])?.start ?? 0)).toBe(3);
});

test.each([
  ['{ "servers": {', 0],
  ['{\n "servers": { "a" "b" }\n}', 1],
  ['{} }', 0],
])('%j has a problem with a place', (text, line) => {
  const { problems, lineAt } = parseJsonc(text);
  expect(lineAt(problems[0]?.start ?? -1)).toBe(line);
});

test('nothing is nothing', () => {
  expect(parseJsonc('').root).toBeUndefined();
  expect(parseJsonc('// later').root).toBeUndefined();
});
