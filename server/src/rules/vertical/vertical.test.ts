import { describe, expect, it } from 'vitest';
import { findingsOf, lintText, SOUND, sound } from '../testing.ts';

function vertical(spec: string, name = 'health'): string {
  return `apiVersion: heady.systems/v1\nkind: Vertical\nmetadata: { name: ${name} }\nspec: { focus: Care, ${spec} }\n`;
}

describe('vertical/data-sensitivity', () => {
  const files = { 'v.heady.yaml': vertical('maxDataSensitivity: internal') };

  it('is at the tag, above the maximum only', () => {
    expect(findingsOf(SOUND, { files })).toEqual([]);
    expect(findingsOf(sound('internal', 'public'), { files })).toEqual([]);
    expect(findingsOf(sound('internal', 'confidential'), { files })).toEqual([
      'vertical/data-sensitivity 8:22 confidential',
    ]);
  });

  it('links the maximum', () => {
    const [finding] = lintText(sound('internal', 'restricted'), { files });
    const [related] = finding?.related ?? [];
    expect(related?.at).toEqual({ uri: 'v.heady.yaml', index: 0 });
    expect(files['v.heady.yaml'].slice(related?.span.start, related?.span.end)).toBe('internal');
  });

  it('is an error in stage and prod', () => {
    const text = sound('internal', 'restricted').replaceAll(/\bdev\b/g, 'prod');
    expect(lintText(text, { files }).map(({ severity }) => severity)).toEqual(['error']);
  });

  it('goes by the strictest word where a vertical is described twice', () => {
    const twice = { ...files, 'w.heady.yaml': vertical('maxDataSensitivity: public') };
    expect(findingsOf(SOUND, { files: twice })).toEqual(['vertical/data-sensitivity 8:22 internal']);
  });

  it('is silent about other verticals, limits that are none, and values that are none', () => {
    const other = { 'v.heady.yaml': vertical('maxDataSensitivity: public', 'data') };
    const unfit = { 'v.heady.yaml': vertical('maxDataSensitivity: none') };
    expect(findingsOf(SOUND, { files: other })).toEqual([]);
    expect(findingsOf(SOUND, { files: unfit })).toEqual([]);
    expect(findingsOf(sound('internal', 'secret'), { files })).toEqual(['tags/data-sensitivity 8:22 secret']);
  });
});

describe('vertical/audit-retention', () => {
  const files = { 'v.heady.yaml': vertical('auditRetentionDays: 2190') };
  const keeps = (days: string) => SOUND.concat(`  retentionDays: ${days}\n`);

  it('is at what is stated and too short', () => {
    expect(findingsOf(keeps('365'), { files })).toEqual(['vertical/audit-retention 14:18 365']);
    expect(findingsOf(keeps('2190'), { files })).toEqual([]);
    expect(lintText(keeps('365'), { files })[0]?.related).toHaveLength(1);
  });

  it('is silent where nothing is stated, or nothing that fits', () => {
    expect(findingsOf(SOUND, { files })).toEqual([]);
    expect(findingsOf(keeps('-1'), { files })).toEqual(['schema/range 14:18 -1']);
    expect(findingsOf(keeps('365'), { files: { 'v.heady.yaml': vertical('apps: []') } })).toEqual([]);
  });
});
