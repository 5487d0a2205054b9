import { describe, expect, it } from 'vitest';
import { lintDocument } from '../lint.ts';
import { findingsOf, fixesFor, lintText, SOUND } from '../testing.ts';

const PROD = SOUND.replaceAll(/\bdev\b/g, 'prod');
const OWNERLESS = PROD.replace('    Owner: team-billing\n', '');

describe('catalog/prod-owner', () => {
  it('is at the name, beside tags/required', () => {
    expect(findingsOf(OWNERLESS)).toEqual([
      'catalog/prod-owner 4:9 prod-health-billing',
      'tags/required 5:3 tags',
    ]);
    expect(findingsOf(PROD.replace('team-billing', '""'))).toHaveLength(2);
  });

  it('is silent outside prod and about an owner that is there', () => {
    expect(findingsOf(OWNERLESS.replaceAll(/\bprod\b/g, 'stage'))).toEqual(['tags/required 5:3 tags']);
    expect(findingsOf(PROD)).toEqual([]);
  });

  it('goes by the name where the spec states no environment', () => {
    const text = OWNERLESS.replace('  environment: prod\n', '');
    expect(findingsOf(text)).toContain('catalog/prod-owner 4:9 prod-health-billing');
  });

  it('takes an owner of the wrong type for no missing one', () => {
    expect(findingsOf(PROD.replace('team-billing', '3'))).toEqual(['schema/type 6:12 3']);
  });
});

describe('catalog/prod-entry', () => {
  it('reports what the reached catalog does not have', () => {
    expect(findingsOf(PROD, { registered: [] })).toEqual(['catalog/prod-entry 4:9 prod-health-billing']);
    expect(findingsOf(PROD, { registered: ['prod-health-billing'] })).toEqual([]);
    expect(findingsOf(SOUND, { registered: [] })).toEqual([]);
  });

  it('waits until the whole workspace has been read', () => {
    expect(findingsOf(PROD, { registered: [], isComplete: false })).toEqual([]);
  });

  it('is silent where nobody can say, and owns up to it', () => {
    expect(findingsOf(PROD)).toEqual([]);
    const [first] = lintText(OWNERLESS);
    expect(first && lintDocument(first.options).undecided).toEqual(['catalog/prod-entry', 'catalog/drift']);
  });

  it('leaves a name that is none to naming/service', () => {
    const text = PROD.replace('prod-health-billing', 'Billing');
    expect(findingsOf(text, { registered: [] })).toEqual(['naming/service 4:9 Billing']);
  });

  it('is mended by registering, not by an edit', () => {
    expect(fixesFor(PROD, 'catalog/prod-entry', { registered: [] })).toEqual([
      {
        title: 'Register prod-health-billing in the catalog',
        isPreferred: false,
        edits: [],
        command: { id: 'register', kind: 'Service', name: 'prod-health-billing' },
      },
    ]);
  });
});
