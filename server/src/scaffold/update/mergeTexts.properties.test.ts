import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeTexts } from './mergeTexts.ts';

const NAMES = { yours: 'yours', theirs: 'template 2.0.0' };

/** Few different lines, so that sides often have the same ones, and ends and marks as checkouts make them. */
const line = fc.constantFrom('a', 'b', 'c', 'd', '', '  indented', '}', 'é');
const textOf = (lines: readonly string[], end: string, closed: boolean, mark: string) =>
  `${mark}${lines.join(end)}${closed && lines.length > 0 ? end : ''}`;
const text = fc
  .tuple(
    fc.array(line, { maxLength: 12 }),
    fc.constantFrom('\n', '\n', '\r\n'),
    fc.boolean(),
    fc.constantFrom('', '', '\ufeff'),
  )
  .map((parts) => textOf(...parts));

/** What somebody makes of a text: some lines of their own, named so that they can be found again. */
const edited = (side: string) =>
  fc
    .array(fc.tuple(fc.nat(14), fc.constantFrom('insert', 'remove', 'change')), { maxLength: 6 })
    .map((edits) => (base: string) => {
      const lines = base.split('\n');
      for (const [number, [at, kind]] of edits.entries()) {
        const own = kind === 'remove' ? [] : [`${side} ${number}`];
        lines.splice(at % (lines.length + 1), kind === 'insert' ? 0 : 1, ...own);
      }
      return lines.join('\n');
    });

const linesOf = (whole: string) =>
  whole
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((each) => each !== '');

const cases = fc
  .tuple(text, edited('mine'), edited('theirs'))
  .map(([base, mine, theirs]) => ({ base, yours: mine(base), theirs: theirs(base) }));

test('no line that somebody wrote is lost, whatever both sides do', () => {
  fc.assert(
    fc.property(cases, fc.boolean(), ({ base, yours, theirs }, isKnown) => {
      const { text: merged } = mergeTexts(isKnown ? base : undefined, yours, theirs, NAMES);
      const present = linesOf(merged);
      for (const own of linesOf(yours).filter((each) => each.includes('mine')))
        expect(present).toContain(own);
      for (const own of linesOf(theirs).filter((each) => each.includes('theirs')))
        expect(present).toContain(own);
    }),
    { numRuns: 5_000 },
  );
});

test('every place that is left to a person has its markers, and nothing else has', () => {
  fc.assert(
    fc.property(cases, ({ base, yours, theirs }) => {
      const { text: merged, conflicts } = mergeTexts(base, yours, theirs, NAMES);
      for (const marker of ['<<<<<<< yours', '=======', '>>>>>>> template 2.0.0'])
        expect(linesOf(merged).filter((each) => each === marker)).toHaveLength(conflicts);
    }),
    { numRuns: 5_000 },
  );
});

test('a side that did nothing has no say, and what is merged stays as it is when it is merged again', () => {
  fc.assert(
    fc.property(cases, ({ base, yours, theirs }) => {
      const untouched = mergeTexts(base, yours, base, NAMES);
      expect(untouched.conflicts).toBe(0);
      expect(untouched.text.split(/\r?\n/)).toEqual(yours.split(/\r?\n/));
      const { text: merged, conflicts } = mergeTexts(base, yours, theirs, NAMES);
      if (conflicts === 0) expect(mergeTexts(theirs, merged, theirs, NAMES).text).toBe(merged);
    }),
    { numRuns: 5_000 },
  );
});

test('ends of lines and byte order marks are no changes', () => {
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 12 }),
      edited('theirs'),
      fc.boolean(),
      (lines, theirs, isMarked) => {
        const base = textOf(lines, '\n', true, '');
        const yours = textOf(lines, '\r\n', true, isMarked ? '\ufeff' : '');
        const next = theirs(base);
        const { text: merged, conflicts } = mergeTexts(base, yours, next, NAMES);
        expect(conflicts).toBe(0);
        expect(linesOf(merged)).toEqual(linesOf(next));
      },
    ),
    { numRuns: 2_000 },
  );
});
