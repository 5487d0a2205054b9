import { describe, expect, it } from 'vitest';
import { findingsOf, fixed, lintText, SOUND, sound, titlesOf, type World } from '../testing.ts';

describe.each([
  ['tags/owner-unknown', 'team-billing', 'team-biling', '6:12', 'owners'],
  ['tags/vertical-unknown', 'health', 'helth', '7:15', 'verticals'],
] as const)('%s', (rule, known, written, place, list) => {
  const text = SOUND.replaceAll(known, written);
  const world = (names: readonly string[]): World => ({ [list]: names });

  it('is at the value', () => {
    expect(findingsOf(text, world([known]))).toEqual([`${rule} ${place} ${written}`]);
    expect(findingsOf(SOUND, world([known]))).toEqual([]);
  });

  it('is silent where nobody knows any, or nobody can say', () => {
    expect(findingsOf(text)).toEqual([]);
    expect(findingsOf(text, { ...world([known]), isOffline: true })).toEqual([]);
    expect(findingsOf(text, { ...world([known]), isComplete: false })).toEqual([]);
  });

  it('is replaced with the nearest', () => {
    expect(titlesOf(text, rule, world([known, 'zzz']))[0]).toContain(`* Replace with "${known}"`);
    expect(fixed(text, rule, world([known]))).toBe(SOUND);
    expect(lintText(text, world([known]))[0]?.message).toContain(`did you mean "${known}"?`);
  });

  it('offers all that are known where none is near, unless they are many', () => {
    expect(titlesOf(text, rule, world(['aaa', 'bbb']))).toHaveLength(2);
    const many = Array.from({ length: 9 }, (_, index) => `${index}${index}${index}${index}`);
    expect(titlesOf(text, rule, world(many))).toEqual([]);
  });

  it('leaves missing, empty and wrongly typed tags to others', () => {
    for (const value of ['', '""', '7']) {
      const rules = findingsOf(SOUND.replace(`: ${known}`, `: ${value}`), world([known]));
      expect(rules.filter((finding) => finding.startsWith(rule))).toEqual([]);
    }
  });
});

it('takes the name along only where that names the same vertical', () => {
  const world = { verticals: ['health'] };
  const both = SOUND.replaceAll('health', 'helth');
  expect(titlesOf(both, 'tags/vertical-unknown', world)).toEqual([
    '* Replace with "health", also in the name',
  ]);
  const tag = sound('Vertical: health', 'Vertical: helth');
  expect(titlesOf(tag, 'tags/vertical-unknown', world)).toEqual(['* Replace with "health"']);
  expect(fixed(tag, 'tags/vertical-unknown', world)).toBe(SOUND);
});

it('keeps quotes and comments', () => {
  const text = sound('Owner: team-billing', "Owner: 'team-biling' # pays");
  expect(fixed(text, 'tags/owner-unknown', { owners: ['team-billing'] })).toBe(
    sound('Owner: team-billing', "Owner: 'team-billing' # pays"),
  );
});
