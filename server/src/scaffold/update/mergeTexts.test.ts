import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeTexts } from './mergeTexts.ts';

const NAMES = { yours: 'yours', theirs: 'basic 1.1.0' };
const merge = (base: string | undefined, yours: string, theirs: string) =>
  mergeTexts(base, yours, theirs, NAMES);
const text = fc
  .array(fc.constantFrom('a\n', 'b\n', 'c\n', '\n'), { maxLength: 12 })
  .map((lines) => lines.join(''));

test('changes of both sides at different places are both there', () => {
  expect(merge('1\n2\n3\n4\n5\n', '0\n1\n2\n3\n4\n5\n', '1\n2\n3\n4\nfive\n')).toEqual({
    text: '0\n1\n2\n3\n4\nfive\n',
    conflicts: 0,
  });
});

test('changes of the same lines stand between markers that name both', () => {
  expect(merge('1\n2\n3\n', '1\nmine\n3\n', '1\ntheirs\n3\n')).toEqual({
    text: '1\n<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> basic 1.1.0\n3\n',
    conflicts: 1,
  });
});

test('markers stand on lines of their own though the last line has no end', () => {
  expect(merge('1', 'mine', 'theirs').text).toBe(
    '<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> basic 1.1.0\n',
  );
});

test('where it is said whose lines to take, they are', () => {
  expect(mergeTexts('1\n2\n', '1\nmine\n', '1\ntheirs\n', NAMES, 'yours').text).toBe('1\nmine\n');
  expect(mergeTexts('1\n2\n', '1\nmine\n', '1\ntheirs\n', NAMES, 'theirs').text).toBe('1\ntheirs\n');
});

test('where nobody knows what both started from, every difference is for a person to decide', () => {
  expect(merge(undefined, 'a\nb\nc\n', 'a\nc\nd\n')).toEqual({
    text: 'a\n<<<<<<< yours\nb\n=======\n>>>>>>> basic 1.1.0\nc\n<<<<<<< yours\n=======\nd\n>>>>>>> basic 1.1.0\n',
    conflicts: 2,
  });
});

test('a checkout with other ends of lines keeps them, and they are no change', () => {
  expect(merge('1\n2\n', '1\r\n2\r\n', '1\n2\n3\n')).toEqual({ text: '1\r\n2\r\n3\r\n', conflicts: 0 });
});

describe('of any texts', () => {
  test('without a change of yours the result is theirs, and the other way round', () => {
    fc.assert(
      fc.property(text, text, (base, other) => {
        expect(merge(base, base, other)).toEqual({ text: other, conflicts: 0 });
        expect(merge(base, other, base)).toEqual({ text: other, conflicts: 0 });
        expect(merge(base, other, other)).toEqual({ text: other, conflicts: 0 });
      }),
    );
  });

  test('lines added at the top by one and at the bottom by the other survive', () => {
    fc.assert(
      fc.property(text, (base) => {
        const middle = `${base}-\n--\n`;
        expect(merge(middle, `top\n${middle}`, `${middle}bottom\n`)).toEqual({
          text: `top\n${middle}bottom\n`,
          conflicts: 0,
        });
      }),
    );
  });
});
