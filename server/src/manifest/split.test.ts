import { expect, test } from 'vitest';
import { splitDocuments } from './split.ts';

test.each([
  ['one document', 'a: 1\n', ['a: 1\n']],
  ['nothing', '', ['']],
  ['a marker starts the next document', 'a: 1\n---\nb: 2\n', ['a: 1\n', '---\nb: 2\n']],
  ['a leading marker starts the first', '---\na: 1\n---\nb: 2', ['---\na: 1\n', '---\nb: 2']],
  ['blank lines above the first marker are no document', '\n\n---\na: 1\n', ['\n\n---\na: 1\n']],
  ['comments above a marker stand alone', '# c\n---\na: 1\n', ['# c\n', '---\na: 1\n']],
  [
    'a marker inside an unclosed quote still ends the document',
    'a: "x\n---\nb: 2\n',
    ['a: "x\n', '---\nb: 2\n'],
  ],
  ['three dots end a document', 'a: 1\n...\nb: 2\n', ['a: 1\n...\n', 'b: 2\n']],
  ['directives stay with their document', '%YAML 1.2\n---\na: 1\n', ['%YAML 1.2\n---\na: 1\n']],
  ['CRLF', 'a: 1\r\n---\r\nb: 2\r\n', ['a: 1\r\n', '---\r\nb: 2\r\n']],
  ['U+2028 starts no line', 'a: "x\u2028--- y"\n', ['a: "x\u2028--- y"\n']],
  ['dashes inside a line are no marker', 'a: ---\n----\n --- \n', ['a: ---\n----\n --- \n']],
])('%s', (_, text, chunks) => {
  const found = splitDocuments(text);
  expect(found.map((chunk) => chunk.text)).toEqual(chunks);
  // Nothing is lost and nothing moves.
  expect(found.map((chunk) => chunk.text).join('')).toBe(text);
  for (const { offset, text: chunk } of found) expect(text.slice(offset, offset + chunk.length)).toBe(chunk);
});
