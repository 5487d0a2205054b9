import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Document, parse, Scalar } from 'yaml';
import { parseManifest } from './parse.ts';
import { scalarText } from './scalarText.ts';
import { nodeAt } from './tree.ts';

/** The source of a word in the text at `a`. */
function written(source: string, word: string): string {
  const { document } = parseManifest(source).documents[0] ?? {};
  const node = nodeAt(document?.root, ['a']);
  if (!document || node?.type !== 'scalar') throw new Error(`no scalar in ${source}`);
  const { text, placeOf } = scalarText(document.text, node);
  const start = text.indexOf(word);
  expect(start, text).not.toBe(-1);
  const place = placeOf({ start, end: start + word.length });
  return document.text.slice(place.start, place.end);
}

describe('scalarText', () => {
  it.each([
    ['a: one two three', 'two', 'two'],
    ['a: one\n  two\n\n  three', 'one two\nthree', 'one\n  two\n\n  three'],
    ["a: 'it''s two'", 'two', 'two'],
    ["a: 'it''s two'", "it's", "it''s"],
    ['a: "caf\\u00e9 two \\U0001F600!"', 'caf\u00e9', 'caf\\u00e9'],
    ['a: "caf\\u00e9 two \\U0001F600!"', '!', '!'],
    ['a: "one\\ttwo\\n\\\n   three \\"four\\""', 'three "four', 'three \\"four'],
    ['a: |\n  one\n\n    two\n  three\nb: 1', 'two', 'two'],
    ['a: >-  # note: two\n  one\n  two\n\n  three\n', 'one two', 'one\n  two'],
    ['a: |2\n    one\n  two\n', 'two', 'two'],
    ['a: >\r\n  one\r\n  two\r\n', 'two', 'two'],
    ['x: &n one two\na: *n', 'two', '*n'],
    ['a: "one  "', '  ', '"one  "'],
  ])('%j: %j', (source, word, expected) => {
    expect(written(source, word)).toBe(expected);
  });

  it('finds every character of any text in any style', () => {
    const styles = ['PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'] as const;
    const hostile = string({ unit: 'binary', maxLength: 40 });
    const texty = string({ unit: string({ minLength: 1, maxLength: 1 }).map((c) => (c < '!' ? ' \n' : c)) });
    for (const texts of [hostile, texty]) {
      assert(
        property(texts, (value) => {
          for (const style of styles) {
            const scalar = new Scalar(value);
            scalar.type = Scalar[style];
            const source = new Document({ a: scalar, b: 1 }).toString({ lineWidth: 20, minContentWidth: 0 });
            const { document } = parseManifest(source).documents[0] ?? {};
            const node = nodeAt(document?.root, ['a']);
            if (!document || node?.type !== 'scalar' || typeof node.value !== 'string') continue;
            const read = scalarText(document.text, node);
            for (let i = 0; i < read.text.length; i++) {
              const unit = read.text.charAt(i);
              if (/[ \t\r\n\ud800-\udfff]/.test(unit)) continue;
              const { start, end } = read.placeOf({ start: i, end: i + 1 });
              // What is written there, alone in quotes of the same kind, is this character.
              const quote = { single: "'", double: '"', plain: '', block: '' }[node.style];
              const there = document.text.slice(start, end);
              expect(quote ? parse(quote + there + quote) : there).toBe(unit);
            }
          }
        }),
      );
    }
  });
});
