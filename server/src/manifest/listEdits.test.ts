import { describe, expect, it } from 'vitest';
import { applyEdits } from './edit.ts';
import { insertItems, replaceItems } from './listEdits.ts';
import { parseManifest } from './parse.ts';
import type { Path, Plain } from './tree.ts';

function insert(text: string, path: Path, items: Plain[], place?: 'first' | 'last') {
  const document = parseManifest(text).documents[0]?.document;
  const edit = document && insertItems(document, path, items, place);
  return edit && applyEdits(text, [edit]);
}

describe('items put into a list', () => {
  it('follow the last one of a block list, below its comment', () => {
    expect(insert('a:\n  - x # one\n  - y # two\n# end\nb: 1\n', ['a'], ['z', 'w'])).toBe(
      'a:\n  - x # one\n  - y # two\n  - z\n  - w\n# end\nb: 1\n',
    );
    expect(insert('a:\n- x', ['a'], ['z'])).toBe('a:\n- x\n- z');
    expect(insert('a:\n- |\n  x\nb: 1\n', ['a'], ['z'])).toBe('a:\n- |\n  x\n- z\nb: 1\n');
    expect(insert('a:\r\n  - x\r\n', ['a'], ['z'])).toBe('a:\r\n  - x\r\n  - z\r\n');
  });

  it('go before the first one when asked to', () => {
    expect(insert('a:\n  # lead\n  - x\n', ['a'], ['z'], 'first')).toBe('a:\n  # lead\n  - z\n  - x\n');
    expect(insert('a: [x, y]\n', ['a'], ['z'], 'first')).toBe('a: [z, x, y]\n');
  });

  it('are written as the maps around them', () => {
    const item = { name: 'B', ref: 'r' };
    expect(insert('a:\n  - name: A\n    ref: q\n', ['a'], [item])).toBe(
      'a:\n  - name: A\n    ref: q\n  - name: B\n    ref: r\n',
    );
    expect(insert('a:\n  - { name: A }\n', ['a'], [item])).toBe(
      'a:\n  - { name: A }\n  - { name: B, ref: r }\n',
    );
  });

  it('fit into flow lists, whichever way those are broken', () => {
    expect(insert('a: []\n', ['a'], ['z', 'w'])).toBe('a: [z, w]\n');
    expect(insert('a: [x] # c\n', ['a'], ['z'])).toBe('a: [x, z] # c\n');
    expect(insert('a: [\n  x, # c\n]\n', ['a'], ['z'])).toBe('a: [\n  x, # c\n  z,\n]\n');
    expect(insert('{ "a": [\n  "x"\n] }\n', ['a'], ['z', 'w'])).toBe(
      '{ "a": [\n  "x",\n  "z",\n  "w"\n] }\n',
    );
  });

  it('make the list where there is none', () => {
    expect(insert('a:\n  b: 1\n', ['a', 'c'], ['z'])).toBe('a:\n  b: 1\n  c: [z]\n');
    expect(insert('a:\n  - b: 1\n', ['a', 0, 'c'], ['z'])).toBe('a:\n  - b: 1\n    c: [z]\n');
  });

  it('are refused where the text is another’s or no list', () => {
    expect(insert('a: &x [1]\nb: *x\n', ['b'], ['z'])).toBeUndefined();
    expect(insert('a: text\n', ['a'], ['z'])).toBeUndefined();
    expect(insert('a:\n  -\n    x\n', ['a'], ['z'])).toBeUndefined();
  });
});

describe('a list that is written anew', () => {
  function replace(text: string, path: Path, items: Plain[]) {
    const document = parseManifest(text).documents[0]?.document;
    const edit = document && replaceItems(document, path, items);
    return edit && applyEdits(text, [edit]);
  }

  it('keeps its style', () => {
    expect(replace('a: [x, y] # c\nb: 1\n', ['a'], ['z'])).toBe('a: [z] # c\nb: 1\n');
    expect(replace('a:\n  - x\n  - y\nb: 1\n', ['a'], ['z', 'w', 'v'])).toBe(
      'a:\n  - z\n  - w\n  - v\nb: 1\n',
    );
    expect(replace('a:\n- name: A\n  at: |\n    x\nb: 1\n', ['a'], [{ name: 'B', at: 2 }])).toBe(
      'a:\n- name: B\n  at: 2\nb: 1\n',
    );
  });

  it('is left alone where something of it would be lost', () => {
    for (const text of [
      'a: [x, &b y]\n',
      'a:\n  - x # why\n',
      'a:\n  - x\n  # why\n  - y\n',
      'a: x\n',
      'b: 1\n',
    ])
      expect(replace(text, ['a'], ['z'])).toBeUndefined();
    expect(replace('a: [x]\n', ['a'], [])).toBeUndefined();
  });
});
