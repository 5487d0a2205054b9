import { describe, expect, it } from 'vitest';
import type { ImpactField } from '../finding.ts';
import { wordsOf } from '../text/words.ts';
import { ownPattern } from './ownPattern.ts';
import { findOwnTerms } from './ownTerms.ts';

/** What a term marks in a text, with what may stand instead. */
function marked(
  pattern: string,
  text: string,
  field: ImpactField = 'description',
  alternatives: string[] = [],
) {
  const own = [{ expression: ownPattern(pattern), term: { pattern, alternatives, source: 'Policy words' } }];
  return findOwnTerms(text, wordsOf(text), field, own).map(({ start, end, replacements }) =>
    [text.slice(start, end), ...replacements].join(' > '),
  );
}

describe('an own term', () => {
  it('is found whatever its case, and the case of its pattern', () => {
    expect(marked('\\bgift HORSES?\\b', 'Gift horse, GIFT HORSES.')).toEqual(['Gift horse', 'GIFT HORSES']);
    expect(marked('\\S+ing', 'Giving')).toEqual(['Giving']);
  });

  it('is no part of a longer word', () => {
    expect(marked('slums?', 'slumber, a slum')).toEqual(['slum']);
    expect(marked('aid', 'paid, aided')).toEqual([]);
  });

  it('is found in the words of an identifier, and replaced as it is written', () => {
    expect(marked('charity cases?', 'charityCaseIntake', 'name', ['person served'])).toEqual([
      'charityCase > personServed',
    ]);
    expect(marked('charity cases?', 'CHARITY_CASE', 'name', ['person served'])).toEqual([
      'CHARITY_CASE > PERSON_SERVED',
    ]);
    expect(marked('charity cases?', 'charity-case: yes', 'label')).toEqual(['charity-case']);
  });

  it('is found once wherever a long text is cut', () => {
    for (let at = 880; at < 1020; at++) {
      expect(marked('gift horses?', `${'x '.repeat(at / 2)}gift horses and more${' y'.repeat(900)}`)).toEqual(
        ['gift horses'],
      );
    }
  });

  it('that matches nothing marks nothing', () => {
    expect(marked('x*', 'abc')).toEqual([]);
  });

  it('that overlaps another is told with it, once', () => {
    const own = ['horses?', 'gift horses', '[a-z]+'].map((pattern) => ({
      expression: ownPattern(pattern),
      term: { pattern, source: 'Policy words' },
    }));
    const text = 'gift horses';
    const found = findOwnTerms(text, wordsOf(text), 'description', own);
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(['gift horses']);
  });

  it('takes time that grows with the text alone, however often it is found', () => {
    const started = performance.now();
    expect(marked('no', 'no '.repeat(100_000))).toHaveLength(100_000);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
