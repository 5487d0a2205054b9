import { describe, expect, it } from 'vitest';
import { findingsOf, fixed, lintText, sound, titlesOf } from '../testing.ts';

const RULE = 'impact/accessibility';

function serving(accessibility: string, audience = 'public'): string {
  return sound('  replicas: 2\n', `  audience: ${audience}\n${accessibility}`);
}

describe(RULE, () => {
  it('asks for standard and locales at the nearest map there is', () => {
    expect(findingsOf(serving(''))).toEqual([`${RULE} 9:1 spec`]);
    expect(findingsOf(serving('  accessibility: {}\n'))).toEqual([`${RULE} 14:3 accessibility`]);
    expect(findingsOf(serving('  accessibility: { standard: WCAG 2.2 }\n'))).toHaveLength(1);
    expect(findingsOf(serving('  accessibility: { locales: [en] }\n'))).toHaveLength(1);
    expect(findingsOf(serving('  accessibility: { standard: WCAG 2.2, locales: [] }\n'))).toHaveLength(1);
  });

  it('asks for no level, and asks the public alone', () => {
    expect(findingsOf(serving('  accessibility: { standard: EN 301 549, locales: [sl] }\n'))).toEqual([]);
    expect(findingsOf(serving('', 'partner'))).toEqual([]);
    expect(findingsOf(serving('', 'publik')).join()).not.toContain(RULE);
  });

  it('leaves what does not fit to the schema', () => {
    expect(findingsOf(serving('  accessibility: WCAG\n')).join()).not.toContain(RULE);
    expect(findingsOf(serving('  accessibility: { standard: 2.2, locales: en }\n')).join()).not.toContain(
      RULE,
    );
  });

  it('is an error in prod', () => {
    const [finding] = lintText(serving('').replaceAll('dev', 'prod')).filter(({ rule }) => rule === RULE);
    expect(finding?.severity).toBe('error');
  });

  it('inserts what is missing, as a proposal', () => {
    expect(titlesOf(serving(''), RULE)).toEqual(['Insert "standard" and "locales", to be kept or changed']);
    expect(fixed(serving(''), RULE)).toContain(
      '  audience: public\n  accessibility:\n    standard: WCAG 2.2\n    level: AA\n    locales: [en-US]\n',
    );
    expect(fixed(serving('  accessibility: { level: AA }\n'), RULE)).toContain('level: AA');
    expect(findingsOf(fixed(serving('  accessibility: { level: AA }\n'), RULE))).toEqual([]);
    expect(fixed(serving('  accessibility:\n    locales: [vi-VN] # Little Saigon\n'), RULE)).toContain(
      '    locales: [vi-VN] # Little Saigon\n    standard: WCAG 2.2\n',
    );
  });
});
