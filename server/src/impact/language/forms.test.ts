import { describe, expect, it } from 'vitest';
import { formsOf, inForm, type PartOfSpeech } from './forms.ts';

const texts = (term: string, part: PartOfSpeech) => formsOf(term, part).map(([text]) => text);

describe('the forms of a term', () => {
  it.each<[string, PartOfSpeech, string[]]>([
    ['slave', 'noun', ['slave', 'slaves']],
    ['chairman', 'noun', ['chairman', 'chairmen']],
    ['housewife', 'noun', ['housewife', 'housewives']],
    ['dummy', 'noun', ['dummy', 'dummies']],
    ['black sheep', 'noun', ['black sheep', 'black sheeps']],
    ['blacklist', 'verb', ['blacklist', 'blacklists', 'blacklisted', 'blacklisting']],
    ['gyp', 'verb', ['gyp', 'gyps', 'gypped', 'gypping']],
    [
      'commit suicide',
      'verb',
      ['commit suicide', 'commits suicide', 'committed suicide', 'committing suicide'],
    ],
    ['sanity check~', 'verb', ['sanity check', 'sanity checks', 'sanity checked', 'sanity checking']],
    ['crazy', 'adjective', ['crazy', 'crazier', 'craziest', 'crazily']],
    ['lame', 'adjective', ['lame', 'lamer', 'lamest', 'lamely']],
    ['(one|two) man crew', 'noun', ['(one|two) man crew']],
    ['the <trait>', 'phrase', ['the <trait>']],
  ])('%s as a %s', (term, part, expected) => {
    expect(texts(term, part)).toEqual(expected);
  });
});

describe('a replacement', () => {
  it.each<[string, PartOfSpeech, Parameters<typeof inForm>[2], string]>([
    ['allowlist', 'noun', 'plural', 'allowlists'],
    ['block', 'verb', 'ed', 'blocked'],
    ['die by suicide', 'verb', 'ing', 'dying by suicide'],
    ['workforce!', 'noun', 'plural', 'workforce'],
    ['careless', 'adjective', 'er', 'more careless'],
    ['simple', 'adjective', 'ly', 'simply'],
  ])('%s, a %s in the form %s', (alternative, part, form, expected) => {
    expect(inForm(alternative, part, form)).toBe(expected);
  });
});
