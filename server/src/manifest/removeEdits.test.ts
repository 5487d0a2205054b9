import { describe, expect, it } from 'vitest';
import { applyEdits } from './edit.ts';
import { parseManifest } from './parse.ts';
import { removeComment, removeEntry } from './removeEdits.ts';
import type { Path } from './tree.ts';

function remove(text: string, path: Path): string | undefined {
  const [first] = parseManifest(text).documents;
  const edit = first && removeEntry(first.document, path);
  return edit && applyEdits(text, [edit]);
}

describe('removeEntry', () => {
  it('takes the lines of a block entry and leaves the comments above', () => {
    expect(remove('a: 1\n# about b\nb:\n  - 1\n  - 2 # c\nc: 3\n', ['b'])).toBe('a: 1\n# about b\nc: 3\n');
    expect(remove('a: 1\r\nb: 2\r\n', ['b'])).toBe('a: 1\r\n');
    expect(remove('a: 1\nb: 2', ['b'])).toBe('a: 1\n');
    expect(remove('a: |\n  x\n\nb: 2\n', ['a'])).toBe('\nb: 2\n');
  });

  it('takes the comma of a flow entry', () => {
    expect(remove('{ a: 1, b: 2, c: 3 }', ['b'])).toBe('{ a: 1, c: 3 }');
    expect(remove('{ a: 1, b: 2 }', ['a'])).toBe('{ b: 2 }');
    expect(remove('{ a: 1, b: 2, }', ['b'])).toBe('{ a: 1, }');
    expect(remove('x: { a: 1 }', ['x', 'a'])).toBe('x: {}');
  });

  it('leaves an anchor that is referred to elsewhere', () => {
    expect(remove('a: { b: &x 1 }\nc: *x\n', ['a'])).toBeUndefined();
    expect(remove('{ a: &x 1, c: *x }', ['a'])).toBeUndefined();
    expect(remove('a: &x 1\nb: *x\nc: 3\n', ['b'])).toBe('a: &x 1\nc: 3\n');
    expect(remove('a: &x 1\nc: 3\n', ['a'])).toBe('c: 3\n');
  });

  it('moves the next key up to the dash', () => {
    expect(remove('- a: 1\n  b: 2\n', [0, 'a'])).toBe('- b: 2\n');
    expect(remove('- a: 1\n  b: 2\n', [0, 'b'])).toBe('- a: 1\n');
  });

  it('refuses where a comment or another value would go with it', () => {
    expect(remove('- a: 1 # c\n  b: 2\n', [0, 'a'])).toBeUndefined();
    expect(remove('- a: 1\n', [0, 'a'])).toBeUndefined();
    expect(remove('{ a: 1, # c\n b: 2 }', ['a'])).toBeUndefined();
  });
});

it('removeComment takes its line, or the blanks before it', () => {
  const without = (text: string) => {
    const start = text.indexOf('#');
    const end = start + (/#.*/.exec(text)?.[0].length ?? 0);
    return applyEdits(text, [removeComment(text, { start, end })]);
  };
  expect(without('a: 1\n  # c\nb: 2\n')).toBe('a: 1\nb: 2\n');
  expect(without('a: 1 \t # c\r\nb: 2\r\n')).toBe('a: 1\r\nb: 2\r\n');
  expect(without('a: 1\n# c')).toBe('a: 1\n');
});
