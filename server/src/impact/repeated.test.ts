import { describe, expect, it } from 'vitest';
import { checkText, impactKnowledge } from './check.ts';
import { checkRepeatedText } from './repeated.ts';

describe('checkRepeatedText', () => {
  const knowledge = impactKnowledge({ terms: [], allowed: [] });

  it('finds what checkText finds, each time, and keeps the fields apart', () => {
    const text = 'Add the host to the whitelist.';
    for (const field of ['description', 'name', 'description', 'name'] as const) {
      expect(checkRepeatedText(text, field, knowledge)).toEqual(checkText(text, field, knowledge));
    }
    expect(checkRepeatedText(text, 'description', knowledge)).toHaveLength(1);
  });

  it('is not misled by knowledge of other words', () => {
    const text = 'Add the host to the whitelist.';
    checkRepeatedText(text, 'description', knowledge);
    const allowing = impactKnowledge({ terms: [], allowed: [{ phrase: 'whitelist', rules: [] }] });
    expect(checkRepeatedText(text, 'description', allowing)).toEqual([]);
  });

  it('goes on where it has seen more texts than it remembers', () => {
    for (let i = 0; i < 10_050; i++) checkRepeatedText(`host ${i}`, 'label', knowledge);
    expect(checkRepeatedText('whitelist', 'description', knowledge)).toHaveLength(1);
  });
});
