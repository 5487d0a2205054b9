import { describe, expect, it } from 'vitest';
import type { Environment } from '../../manifest/document.ts';
import type { Plain } from '../../manifest/tree.ts';
import type { CatalogEntry } from '../../rules/facts.ts';
import { ControlPlaneFacts, NEVER_REACHED } from './facts.ts';

describe('ControlPlaneFacts', () => {
  it('knows an entry by kind, name and environment', () => {
    const billing = entry('Service', 'billing', 'dev');
    const facts = new ControlPlaneFacts([billing]);
    expect(facts.entry('Service', 'billing', 'dev')).toEqual({ state: 'known', value: billing });
    expect(facts.entry('Service', 'billing', 'prod')).toEqual({ state: 'absent' });
    expect(facts.entry('Service', 'billing', undefined)).toEqual({ state: 'absent' });
    expect(facts.entry('Vertical', 'billing', 'dev')).toEqual({ state: 'absent' });
  });

  it('keeps golden images side by side; by name alone the one registered last is meant', () => {
    const image = (release: string, registeredAt: string) => ({
      ...entry('GoldenImage', 'ubuntu-base', undefined),
      release,
      registeredAt,
    });
    const [old, latest] = [image('2.0.0', '2026-01-01'), image('1.9.9', '2026-02-01')];
    const facts = new ControlPlaneFacts([latest]).with([old]);
    const answer = (release?: string) => facts.entry('GoldenImage', 'ubuntu-base', undefined, release);
    expect([...facts.entries()]).toHaveLength(2);
    expect(answer('2.0.0')).toEqual({ state: 'known', value: old });
    expect(answer()).toEqual({ state: 'known', value: latest });
    expect(answer('3.0.0')).toEqual({ state: 'known', value: latest });
  });

  it('gains and replaces entries without changing what was handed out', () => {
    const facts = new ControlPlaneFacts([entry('Service', 'a', 'dev'), entry('Service', 'b', 'dev')]);
    const next = facts.with([{ ...entry('Service', 'b', 'dev'), version: 2 }, entry('Service', 'c', 'dev')]);
    expect([...next.entries()].map(({ name, version }) => [name, version])).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 1],
    ]);
    expect([...facts.entries()].map(({ version }) => version)).toEqual([1, 1]);
  });

  it('forgets what was retired, of a golden image that release alone', () => {
    const image = (release: string) => ({ ...entry('GoldenImage', 'ubuntu-base', undefined), release });
    const billing = entry('Service', 'dev-health-billing', 'dev');
    const facts = new ControlPlaneFacts([billing, image('1.0.0'), image('2.0.0')]);
    const retiredAt = '2026-02-01T00:00:00Z';
    const next = facts.with([
      { ...billing, retiredAt },
      { ...image('2.0.0'), retiredAt },
      { ...entry('Service', 'dev-health-unknown', 'dev'), retiredAt },
    ]);
    expect(next.entry('Service', 'dev-health-billing', 'dev')).toEqual({ state: 'absent' });
    expect([...next.entries()].map(({ release }) => release)).toEqual(['1.0.0']);
    expect(facts.entry('Service', 'dev-health-billing', 'dev')).toMatchObject({ state: 'known' });
  });

  it('knows the owners and verticals that policies and verticals name, sorted, once', () => {
    const facts = new ControlPlaneFacts([
      entry('Policy', 'one', undefined, { owners: ['team-b', 'team-a', 7], verticals: ['impact'] }),
      entry('Policy', 'two', undefined, { owners: ['team-a'] }),
      entry('Vertical', 'health', undefined),
      entry('Service', 'dev-data-lake', 'dev', { owners: ['not-a-policy'] }),
    ]);
    expect(facts.owners()).toEqual(['team-a', 'team-b']);
    expect(facts.verticals()).toEqual(['health', 'impact']);
  });
});

describe('NEVER_REACHED', () => {
  it('knows nothing, not even what is absent', () => {
    expect(NEVER_REACHED.entry('Service', 'billing', 'dev')).toEqual({ state: 'unknown' });
  });
});

function entry(
  kind: string,
  name: string,
  environment: Environment | undefined,
  spec: Plain = {},
): CatalogEntry {
  return { kind, name, environment, manifest: { spec }, version: 1, registeredAt: '2026-01-01T00:00:00Z' };
}
