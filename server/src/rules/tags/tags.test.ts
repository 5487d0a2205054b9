import { describe, expect, it } from 'vitest';
import { findingsOf, fixed, lintText, SOUND, sound, titlesOf } from '../testing.ts';

const TAGS = '  tags:\n    Owner: team-billing\n    Vertical: health\n    DataSensitivity: internal\n';
const THREE = ['tags/required', 'tags/required', 'tags/required'];

describe('tags/required', () => {
  it('is one finding for each tag, at "tags", else "metadata"', () => {
    expect(findingsOf(sound(TAGS, '  tags:\n'))).toEqual(THREE.map((rule) => `${rule} 3:1 metadata`));
    expect(findingsOf(sound(TAGS, '  tags: {}\n'))).toEqual(THREE.map((rule) => `${rule} 5:3 tags`));
    expect(findingsOf(sound(TAGS, ''))).toEqual(THREE.map((rule) => `${rule} 3:1 metadata`));
  });

  it('takes null and empty for missing, a wrong type for the schema’s matter', () => {
    expect(findingsOf(sound('internal', '""'))).toEqual(['tags/required 5:3 tags']);
    expect(findingsOf(sound('internal', '~'))).toEqual(['tags/required 5:3 tags']);
    expect(findingsOf(sound('internal', '7'))).toEqual(['schema/type 8:22 7']);
    expect(findingsOf(sound(TAGS, '  tags: none\n'))).toEqual(['schema/type 5:9 none']);
  });

  it('sees tags through a merge key', () => {
    const text = sound(TAGS, `  tags:\n    <<: *usual\n    Vertical: health\n`).replace(
      'metadata:\n',
      'metadata:\n  annotations: &usual { Owner: team-a, DataSensitivity: internal }\n',
    );
    expect(findingsOf(text)).toEqual([]);
  });

  it('is raised to an error in stage and prod', () => {
    const severity = (text: string) => lintText(text).map((finding) => finding.severity);
    const text = sound('    DataSensitivity: internal\n', '');
    expect(severity(text)).toEqual(['warning']);
    expect(severity(text.replaceAll(/\bdev\b/g, 'stage'))).toEqual(['error']);
  });

  it('asks nothing of kinds without tags', () => {
    expect(
      findingsOf('apiVersion: heady.systems/v1\nkind: Policy\nmetadata: { name: a }\nspec: {}\n'),
    ).toEqual([]);
  });

  it('inserts the owner that is likely, else offers the known ones', () => {
    const text = sound('    Owner: team-billing\n', '');
    const inserted = sound('    Owner: team-billing\n', '').replace(
      '    DataSensitivity: internal\n',
      '    DataSensitivity: internal\n    Owner: team-a\n',
    );
    expect(titlesOf(text, 'tags/required', { likelyOwner: 'team-a' })).toEqual(['* Insert "Owner: team-a"']);
    expect(fixed(text, 'tags/required', { likelyOwner: 'team-a' })).toBe(inserted);
    expect(titlesOf(text, 'tags/required', { owners: ['team-a', 'team-b'] })).toEqual([
      'Insert "Owner: team-a"',
      'Insert "Owner: team-b"',
    ]);
    expect(titlesOf(text, 'tags/required')).toEqual([]);
  });

  it('inserts the vertical of the name', () => {
    const text = sound(TAGS, '  tags: { Owner: team-billing, DataSensitivity: internal } # c\n');
    expect(fixed(text, 'tags/required')).toBe(
      sound(TAGS, '  tags: { Owner: team-billing, DataSensitivity: internal, Vertical: health } # c\n'),
    );
  });

  it('offers every sensitivity and prefers none', () => {
    const text = sound('    DataSensitivity: internal\n', '');
    expect(titlesOf(text, 'tags/required')).toEqual(
      ['public', 'internal', 'confidential', 'restricted'].map(
        (value) => `Insert "DataSensitivity: ${value}"`,
      ),
    );
    expect(fixed(text, 'tags/required', { title: 'Insert "DataSensitivity: internal"' })).toBe(SOUND);
  });

  it('fills in the value of a tag that is empty', () => {
    expect(fixed(sound('Vertical: health', 'Vertical: # which?'), 'tags/required')).toBe(
      sound('Vertical: health', 'Vertical: health # which?'),
    );
    expect(fixed(sound('Vertical: health', 'Vertical: "" # which?'), 'tags/required')).toBe(
      sound('Vertical: health', 'Vertical: "health" # which?'),
    );
  });

  it('does not make up metadata', () => {
    const text = 'apiVersion: heady.systems/v1\nkind: Service\nspec: {}\n';
    expect(titlesOf(text, 'tags/required', { likelyOwner: 'team-a' })).toEqual([]);
  });
});

describe('tags/data-sensitivity', () => {
  it('is at the value, instead of schema/enum', () => {
    expect(findingsOf(sound('internal', "'Intern'"))).toEqual(["tags/data-sensitivity 8:22 'Intern'"]);
  });

  it('judges every kind', () => {
    const policy =
      'apiVersion: heady.systems/v1\nkind: Policy\nmetadata: { name: a, tags: { DataSensitivity: "" } }\nspec: {}\n';
    expect(findingsOf(policy)).toEqual(['tags/data-sensitivity 3:47 ""']);
    expect(lintText(policy)[0]?.message).toMatch(
      /^The tag "DataSensitivity" is empty; choose one of "public"/,
    );
  });

  it('prefers what is near, whatever the letter case', () => {
    expect(fixed(sound('internal', 'Internal'), 'tags/data-sensitivity')).toBe(SOUND);
    expect(titlesOf(sound('internal', 'INTRENAL'), 'tags/data-sensitivity')).toEqual([
      '* Replace with "internal"',
    ]);
    expect(titlesOf(sound('internal', 'secret'), 'tags/data-sensitivity')).toEqual(
      ['public', 'internal', 'confidential', 'restricted'].map((value) => `Replace with "${value}"`),
    );
  });
});
