import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { lineStartsOf, positionAt } from '../manifest/lines.ts';
import { parseManifest } from '../manifest/parse.ts';
import { onTypeFormat } from './onTypeFormat.ts';
import { atCursor } from './testSupport.ts';
import { edited } from './testWorkspace.ts';

/** What Enter at the `|` makes of a text, in an editor that does nothing of its own; the new line's blanks as `.`. */
function enter(marked: string, eol = '\n'): string {
  const { text, offset } = atCursor(marked.replaceAll('\n', eol));
  const broken = text.slice(0, offset) + eol + text.slice(offset);
  const position = positionAt(lineStartsOf(broken), offset + eol.length);
  const edits = onTypeFormat(parseManifest(broken), position, { tabSize: 2 });
  const lines = edited(broken, edits).split(eol);
  const line = lines[position.line] ?? '';
  lines[position.line] = line.replace(/^ +/, (blanks) => '.'.repeat(blanks.length));
  return lines.join('\n');
}

describe('a new line', () => {
  it.each([
    ['below a key', 'spec:|', 'spec:\n..'],
    ['below a key with a comment', 'spec: # how|', 'spec: # how\n..'],
    ['below a key with an anchor', 'spec: &it|', 'spec: &it\n..'],
    ['below a key further in', 'spec:\n  health:|\n  state: x', 'spec:\n  health:\n....\n  state: x'],
    [
      'below a key, as wide as the document',
      'metadata:\n    name: x\nspec:|',
      'metadata:\n    name: x\nspec:\n....',
    ],
    ['above what is below the key', 'spec:|\n   plane: app', 'spec:\n...\n   plane: app'],
    ['above a list as far out as its key', 'a:\n  b:|\n  - c', 'a:\n  b:\n..\n  - c'],
    [
      'above a comment and what is below the key',
      'spec:|\n   # why\n   plane: app',
      'spec:\n...\n   # why\n   plane: app',
    ],
    ['between a key and its value', 'spec:|plane: app', 'spec:\n..plane: app'],
    ['below a value', 'spec:\n  plane: app|', 'spec:\n  plane: app\n..'],
    ['below a value with a comment', 'spec:\n  plane: app # why|', 'spec:\n  plane: app # why\n..'],
    ['below a value in quotes', 'spec:\n  plane: "a: b"|', 'spec:\n  plane: "a: b"\n..'],
    ['below half a key', 'spec:\n  pla|', 'spec:\n  pla\n..'],
    ['below a dash', 'spec:\n  ports:\n    -|', 'spec:\n  ports:\n    -\n......'],
    ['below an item', 'spec:\n  apis:\n    - a|', 'spec:\n  apis:\n    - a\n....'],
    ['below an item as far out as its key', 'spec:\n  apis:\n  - a|', 'spec:\n  apis:\n  - a\n..'],
    [
      'below the first key of an item',
      'spec:\n  ports:\n    - port: 1|',
      'spec:\n  ports:\n    - port: 1\n......',
    ],
    ['below a further key of an item', 'a:\n  - b: 1\n    c: 2|', 'a:\n  - b: 1\n    c: 2\n....'],
    ['below a key of an item', 'a:\n  - b:|', 'a:\n  - b:\n......'],
    ['below an item of items', 'a:\n  - - b|', 'a:\n  - - b\n....'],
    ['below a comment', 'spec:\n  # about|', 'spec:\n  # about\n..'],
    ['below a comment at the start', '# about|', '# about\n'],
    ['below closed brackets', 'spec:\n  apis: [a, b]|', 'spec:\n  apis: [a, b]\n..'],
    ['in open brackets', 'spec:\n  apis: [|', 'spec:\n  apis: [\n....'],
    ['in open brackets, behind an item', 'spec:\n  apis: [\n    a,|', 'spec:\n  apis: [\n    a,\n....'],
    ['in brackets within brackets', 'spec: {\n  apis: [|', 'spec: {\n  apis: [\n....'],
    ['before a closing bracket', 'spec:\n  apis: [|]', 'spec:\n  apis: [\n..]'],
    ['below the start of block text', 'spec:\n  about: >-|', 'spec:\n  about: >-\n....'],
    ['in block text', 'spec:\n  about: |-\n     words|', 'spec:\n  about: |-\n     words\n.....'],
    ['below a marker', 'a:\n  b: 1\n---|', 'a:\n  b: 1\n---\n'],
    ['in a second document', 'a: 1\n---\nspec:|', 'a: 1\n---\nspec:\n..'],
    ['below an unclosed bracket elsewhere', 'tags: { a: b\nspec:|', 'tags: { a: b\nspec:\n..'],
    ['below an unclosed quote elsewhere', 'title: "Bill\nspec:|', 'title: "Bill\nspec:\n..'],
    ['in JSON', '{ "spec": {|} }', '{ "spec": {\n} }'],
  ])('%s', (_, before, after) => {
    expect(enter(before)).toBe(after);
    expect(enter(before, '\r\n')).toBe(after);
  });

  it.each([
    ['below a blank line', 'spec:\n  plane: app\n|'],
    ['in an open quote', 'spec:\n  about: "some|'],
    ['in front of what is there', 'spec:\n  plane: app|lication'],
    ['below what fits nowhere', 'spec:\n  plane: app\n      stray: 1|'],
    ['below tabs', 'spec:\n\tplane: app|'],
    ['at the start of a file', '|spec: 1'],
  ])('is left as it is %s', (_, marked) => {
    const { text, offset } = atCursor(marked);
    expect(enter(marked)).toBe(`${text.slice(0, offset)}\n${text.slice(offset)}`);
  });

  it('loses blanks that are too many, and tabs', () => {
    const file = parseManifest('spec:\n\t\t\n  plane: app\n        \n');
    const blanks = (line: number) =>
      onTypeFormat(file, { line, character: 0 }, { tabSize: 2 }).map(({ newText }) => newText);
    expect([blanks(1), blanks(3)]).toEqual([['  '], ['  ']]);
  });

  it('keeps to the editor where the document has no indentation yet', () => {
    const edits = onTypeFormat(parseManifest('spec:\n'), { line: 1, character: 0 }, { tabSize: 4 });
    expect(edits.map(({ newText }) => newText)).toEqual(['    ']);
  });
});

it('is answered or declined at every line of every sample, cut anywhere', () => {
  const samples = globSync('samples/**/*.{yaml,json}').map((path) => readFileSync(path, 'utf8'));
  expect(samples.length).toBeGreaterThan(30);
  for (const sample of samples) {
    for (const cut of [1, 0.7, 0.35]) {
      const file = parseManifest(sample.slice(0, Math.floor(sample.length * cut)));
      const lines = file.text.split('\n').length;
      for (let line = 0; line <= lines + 1; line += 3) {
        for (const { newText, range } of onTypeFormat(file, { line, character: 0 }, { tabSize: 2 })) {
          expect(newText).toMatch(/^ *$/);
          expect([range.start.line, range.end.line]).toEqual([line, line]);
        }
      }
    }
  }
});
