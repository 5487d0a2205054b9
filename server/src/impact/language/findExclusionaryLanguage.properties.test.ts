import { describe, expect, it } from 'vitest';
import { wordsOf } from '../text/words.ts';
import { builtInLanguage } from './builtIn.ts';
import { findExclusionaryLanguage } from './findExclusionaryLanguage.ts';

const lexicon = builtInLanguage();

const findings = (text: string) => findExclusionaryLanguage(text, wordsOf(text), 'description', lexicon);

describe('the work grows with the text, not faster', () => {
  /** The processor's time for a text against that for one four times as short; the best of a few runs. */
  function growth(piece: string): number {
    const time = (repeat: number) => {
      const text = piece.repeat(repeat);
      let best = Number.POSITIVE_INFINITY;
      for (let run = 0; run < 3; run++) {
        const start = process.cpuUsage();
        lexicon.mayHaveFindings(text);
        findings(text);
        const { user, system } = process.cpuUsage(start);
        best = Math.min(best, user + system);
      }
      return best;
    };
    const size = Math.ceil(20_000 / piece.length);
    return (time(size * 4) + 5_000) / (time(size) + 5_000);
  }

  it.each([
    ['one word', 'blacklist'],
    ['the same term', 'the slave and the master '],
    ['spaces', ' '],
    ['quotation marks', '"'],
    ['open quotations', '"crazy '],
    ['emoji', '👩‍🦽'],
    ['combining marks', 'e\u0301\u0327'],
    ['scripts', 'abcдеж漢字'],
    ['pronouns', 'he her '],
    ['hyphens', 'a-'],
    ['full stops', 'a. '],
    ['-man', 'xman '],
    ['capitals', 'MasterSlave'],
    ['URLs', 'https://a/slave '],
  ])('%s', (_, piece) => {
    // Four times the text may take four times as long; sixteen times would be quadratic.
    expect(growth(piece)).toBeLessThan(10);
  });
});
