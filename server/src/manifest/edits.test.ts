import { describe, expect, it } from 'vitest';
import { applyEdits } from './edit.ts';
import { renameKey, setValue } from './edits.ts';
import { parseManifest } from './parse.ts';
import type { Path, Plain } from './tree.ts';

function documentOf(text: string) {
  const [first] = parseManifest(text).documents;
  if (!first) throw new Error('no document');
  return first.document;
}

/** The text with `path` set, or undefined where that is refused. */
function set(text: string, path: Path, value: Plain, place?: 'first' | 'last'): string | undefined {
  const edit = setValue(documentOf(text), path, value, place);
  return edit && applyEdits(text, [edit]);
}

function rename(text: string, path: Path, name: string): string | undefined {
  const edit = renameKey(documentOf(text), path, name);
  return edit && applyEdits(text, [edit]);
}

describe('setValue over a value', () => {
  it('keeps quotes, comments and properties', () => {
    expect(set('a: old # c\n', ['a'], 'new')).toBe('a: new # c\n');
    expect(set("a: 'old' # c\n", ['a'], "it's")).toBe("a: 'it''s' # c\n");
    expect(set('a: "old"\n', ['a'], 'say "x"')).toBe('a: "say \\"x\\""\n');
    expect(set('a: &x old\nb: *x\n', ['a'], 'new')).toBe('a: &x new\nb: *x\n');
    expect(set('a: &x old\nb: *x\n', ['b'], 'new')).toBe('a: &x old\nb: new\n');
  });

  it('drops the quotes of what is no text, and quotes what would be read otherwise', () => {
    expect(set('a: "3"\n', ['a'], 3)).toBe('a: 3\n');
    expect(set('a: 3\n', ['a'], '3')).toBe('a: "3"\n');
    expect(set('a: [x, y]\n', ['a', 1], 'a, b')).toBe('a: [x, "a, b"]\n');
    expect(set('- x\n- y # c\n', [1], 'a, b')).toBe('- x\n- a, b # c\n');
  });

  it('writes over a text of several lines', () => {
    expect(set('a: |\n  one\n  two\nb: 1\n', ['a'], 'x')).toBe('a: x\nb: 1\n');
    expect(set('a: one\n  two\nb: 1\n', ['a'], 'x')).toBe('a: x\nb: 1\n');
  });

  it('refuses what stands elsewhere, and lists and maps', () => {
    expect(set('a: &x { b: 1 }\nc: *x\n', ['c', 'b'], 2)).toBeUndefined();
    expect(set('a: [1]\n', ['a'], 2)).toBeUndefined();
    expect(set('- 1\n', ['a'], 2)).toBeUndefined();
    expect(set('', ['a'], 2)).toBeUndefined();
  });

  it('refuses what a tag would make something else of', () => {
    for (const tagged of ['a: !!str 3', 'a: &x !!str 3', 'a: !!str &x 3', 'a: !!str\n  3', '{"a":!!str 3}']) {
      expect(set(`${tagged}\n`, ['a'], 4)).toBeUndefined();
    }
    expect(set('a: [!!str 3, 3]\n', ['a', 0], 4)).toBeUndefined();
    expect(set('a: [b !c, 3]\n', ['a', 1], 4)).toBe('a: [b !c, 4]\n');
    expect(set('b !c: 3\n', ['b !c'], 4)).toBe('b !c: 4\n');
  });

  it('overrides what a merge key brings', () => {
    expect(set('x: &x { b: 1 }\nc:\n  <<: *x\n  d: 1\n', ['c', 'b'], 2)).toBe(
      'x: &x { b: 1 }\nc:\n  <<: *x\n  d: 1\n  b: 2\n',
    );
  });
});

describe('setValue where nothing is', () => {
  it('fills an empty value before its comment', () => {
    expect(set('a: # c\n', ['a'], 'x')).toBe('a: x # c\n');
    expect(set('a:', ['a'], 'x')).toBe('a: x');
    expect(set('a: ~ # c\n', ['a'], 'x')).toBe('a: x # c\n');
    expect(set('{ a: , b: 1 }', ['a'], 'x')).toBe('{ a: x , b: 1 }');
  });

  it('puts a map below an empty key', () => {
    expect(set('a:\n  b: 1\n  c: # c\nd: 1\n', ['a', 'c', 'e'], 'x')).toBe(
      'a:\n  b: 1\n  c: # c\n    e: x\nd: 1\n',
    );
    expect(set('a: null # c\n', ['a', 'b'], 'x')).toBe('a: { b: x } # c\n');
  });

  it('appends after the last entry and its comment', () => {
    expect(set('a: 1 # c\n\n# end\n', ['b'], 2)).toBe('a: 1 # c\nb: 2\n\n# end\n');
    expect(set('a:\n    b: 1\n    # d: 2\nc: 1', ['a', 'd'], 2)).toBe(
      'a:\n    b: 1\n    d: 2\n    # d: 2\nc: 1',
    );
    expect(set('a: 1', ['b'], 2)).toBe('a: 1\nb: 2');
    expect(set('a:\n  b: [\n    1,\n  ] # c\nd: 1\n', ['a', 'e'], 2)).toBe(
      'a:\n  b: [\n    1,\n  ] # c\n  e: 2\nd: 1\n',
    );
  });

  it('appends after a block scalar, before the blank lines that are not its own', () => {
    expect(set('a:\n  b: |\n    x\n\nc: 1\n', ['a', 'd'], 2)).toBe('a:\n  b: |\n    x\n  d: 2\n\nc: 1\n');
    expect(set('a:\n  b: |+\n    x\n\nc: 1\n', ['a', 'd'], 2)).toBe('a:\n  b: |+\n    x\n\n  d: 2\nc: 1\n');
    expect(set('b: |\n  x', ['d'], 2)).toBe('b: |\n  x\nd: 2');
  });

  it('appends to a map in a list', () => {
    expect(set('a:\n- b: 1\n  c: 2\n- d: 3\n', ['a', 0, 'e'], 4)).toBe(
      'a:\n- b: 1\n  c: 2\n  e: 4\n- d: 3\n',
    );
    expect(set('a:\n  -   b: 1\n', ['a', 0, 'e'], 4)).toBe('a:\n  -   b: 1\n      e: 4\n');
  });

  it('makes the maps above it, indented as the document is', () => {
    expect(set('a:\n    b: 1\nc: 1\n', ['d', 'e', 'f'], 'x')).toBe(
      'a:\n    b: 1\nc: 1\nd:\n    e:\n        f: x\n',
    );
    expect(set('a: {}\n', ['a', 'b', 'c'], 'x')).toBe('a: { b: { c: x } }\n');
  });

  it('keeps flow maps in their form', () => {
    expect(set('a: { b: 1 } # c\n', ['a', 'd'], 'x')).toBe('a: { b: 1, d: x } # c\n');
    expect(set('a: {b: 1, }\n', ['a', 'd'], 'x')).toBe('a: {b: 1, d: x, }\n');
    expect(set('a: {\n  b: 1 # c\n}\n', ['a', 'd'], 'x')).toBe('a: {\n  b: 1, # c\n  d: x\n}\n');
    expect(set('a: {\n  b: 1, # c\n}\n', ['a', 'd'], 'x')).toBe('a: {\n  b: 1, # c\n  d: x,\n}\n');
  });

  it('writes JSON into JSON', () => {
    expect(set('{\n  "a": {}\n}\n', ['a', 'b'], 'x')).toBe('{\n  "a": { "b": "x" }\n}\n');
    expect(set('{\n  "a": 1\n}\n', ['b'], ['x'])).toBe('{\n  "a": 1,\n  "b": ["x"]\n}\n');
    expect(set('{\n  "a": 1\n}\n', ['b'], 'x', 'first')).toBe('{\n  "b": "x",\n  "a": 1\n}\n');
  });

  it('goes first where asked, below the comments at the head', () => {
    expect(set('# head\na: 1\n', ['b'], 2, 'first')).toBe('# head\nb: 2\na: 1\n');
    expect(set('{ a: 1 }', ['b'], 2, 'first')).toBe('{ b: 2, a: 1 }');
    expect(set('\ufeffa: 1\r\n', ['b'], 2, 'first')).toBe('\ufeffb: 2\r\na: 1\r\n');
  });

  it('keeps to the line ends of the text', () => {
    expect(set('a:\r\n  b: 1\r\n', ['a', 'c', 'd'], 2)).toBe('a:\r\n  b: 1\r\n  c:\r\n    d: 2\r\n');
  });

  it('stays within its document', () => {
    expect(set('---\na: 1\n...\n', ['b'], 2)).toBe('---\na: 1\nb: 2\n...\n');
  });

  it('refuses where keys do not start their lines', () => {
    expect(set('? a\n: 1\n', ['b'], 2)).toBeUndefined();
    expect(set('a: &x\n', ['a'], 2)).toBeUndefined();
    expect(set('a: { # c\n }\n', ['a', 'b'], 2)).toBeUndefined();
    expect(set('a: 1\n', ['b', 0], 2)).toBeUndefined();
  });
});

describe('renameKey', () => {
  it('keeps the quotes', () => {
    expect(rename('a: 1 # c\n', ['a'], 'b')).toBe('b: 1 # c\n');
    expect(rename('a: { "b": 1 }\n', ['a', 'b'], 'c')).toBe('a: { "c": 1 }\n');
    expect(rename('- a: 1\n', [0, 'a'], 'b')).toBe('- b: 1\n');
    expect(rename('a: 1\n', ['a'], 'b: c')).toBe('"b: c": 1\n');
  });

  it('refuses a key that is not there or written elsewhere', () => {
    expect(rename('a: 1\n', ['b'], 'c')).toBeUndefined();
    expect(rename('x: &x { b: 1 }\nc: *x\n', ['c', 'b'], 'd')).toBeUndefined();
  });
});
