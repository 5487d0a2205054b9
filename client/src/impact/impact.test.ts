import { expect, test } from 'vitest';
import { textName } from './textName.ts';

test.each([
  ['notes.md', 'markdown', 'notes.md'],
  ['Untitled-1', 'markdown', 'Untitled-1.md'],
  ['openapi.yml', 'yaml', 'openapi.yml'],
  ['tsconfig', 'jsonc', 'tsconfig.json'],
  ['calls.REST', 'http', 'calls.REST'],
  ['LETTER', 'plaintext', 'LETTER'],
])('%s in %s is read as %s', (file, language, name) => {
  expect(textName(file, language)).toBe(name);
});
