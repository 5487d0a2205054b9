import { describe, expect, it } from 'vitest';
import { applyEdits } from './edit.ts';
import { parseManifest } from './parse.ts';
import { reorderItems } from './reorderItems.ts';

/** The text with the items of `list` in that order; undefined where that is refused. */
function reordered(text: string, order: readonly number[]): string | undefined {
  const [first] = parseManifest(text).documents;
  const edits = first && reorderItems(first.document, ['list'], order);
  return edits && applyEdits(text, edits);
}

describe('reorderItems', () => {
  it('moves whole items with the comments that are theirs', () => {
    const text = [
      'list: # all',
      '  # what people work with',
      '  - name: b # office',
      '    packages: [x] # one',
      '    # more to come',
      '',
      '  # what it stands on',
      '  # since 2019',
      '  - name: a',
      '# the end',
      'rest: 1',
      '',
    ].join('\n');
    const wanted = [
      'list: # all',
      '  # what it stands on',
      '  # since 2019',
      '  - name: a',
      '',
      '  # what people work with',
      '  - name: b # office',
      '    packages: [x] # one',
      '    # more to come',
      '# the end',
      'rest: 1',
      '',
    ].join('\n');
    expect(reordered(text, [1, 0])).toBe(wanted);
    const dos = (unix: string) => unix.replaceAll('\n', '\r\n');
    expect(reordered(dos(text), [1, 0])).toBe(dos(wanted));
  });

  it('touches no item that stays where it is', () => {
    const [first] = parseManifest('list:\n- a\n- c\n- b').documents;
    const edits = first && reorderItems(first.document, ['list'], [0, 2, 1]);
    expect(edits).toEqual([
      { start: 10, end: 13, newText: '- b' },
      { start: 14, end: 17, newText: '- c' },
    ]);
  });

  it('reads lists in brackets, on one line and on several, and JSON', () => {
    expect(reordered('list: [ { n: b, m: [1] },  { n: a } ]\n', [1, 0])).toBe(
      'list: [ { n: a },  { n: b, m: [1] } ]\n',
    );
    expect(reordered('list: [\n  b,\n  a,\n]\n', [1, 0])).toBe('list: [\n  a,\n  b,\n]\n');
    expect(reordered('{"list": [{"n": "b"}, {"n": "a"}]}', [1, 0])).toBe(
      '{"list": [{"n": "a"}, {"n": "b"}]}',
    );
  });

  it('keeps what block scalars say, at the end of the text, too', () => {
    expect(reordered('list:\n  - |\n    b\n  - a', [1, 0])).toBe('list:\n  - a\n  - |\n    b');
    expect(reordered('list:\n  - b\n  - |\n    a\n', [1, 0])).toBe('list:\n  - |\n    a\n  - b\n');
  });

  it('declines where items cannot be told apart or must stay in their order', () => {
    expect(reordered('list:\n  - &x b\n  - *x\n', [1, 0])).toBeUndefined();
    expect(reordered('list: [\n  b, # first\n  a\n]\n', [1, 0])).toBeUndefined();
    expect(reordered('list:\n  -\n    b\n  - a\n', [1, 0])).toBeUndefined();
    expect(reordered('list:\n  - b\n  - |\n    a', [1, 0])).toBeUndefined();
    expect(reordered('list: b\n', [0])).toBeUndefined();
    expect(reordered('other: 1\n', [0])).toBeUndefined();
  });
});
