import { describe, expect, it } from 'vitest';
import { FILE, findingsOf, lintText } from '../testing.ts';

/** An Agent; `parent` at 8:11. */
function agent(name: string, level: string, parent?: string): string {
  return `apiVersion: heady.systems/v1
kind: Agent
metadata:
  name: ${name}
  tags: { Owner: team-platform, Vertical: dev, DataSensitivity: internal }
spec:
  level: ${level}${parent === undefined ? '' : `\n  parent: ${parent}`}
`;
}

/** Findings of the first agent, among the others. */
function judged(first: string, ...others: string[]): string[] {
  return findingsOf(first, { files: { 'others.heady.yaml': others.join('---\n') } }).filter((finding) =>
    finding.startsWith('agents/'),
  );
}

const L0 = agent('chief', 'L0');
const L1 = agent('artist', 'L1', 'chief');

describe('the parent', () => {
  it('is exactly one level up', () => {
    expect(judged(L1, L0)).toEqual([]);
    expect(judged(agent('painter', 'L2', 'artist'), L0, L1)).toEqual([]);
    expect(judged(agent('painter', 'L2', 'chief'), L0)).toEqual(['agents/hierarchy 8:11 chief']);
    expect(judged(agent('painter', 'L1', 'artist'), L0, L1)).toEqual(['agents/hierarchy 8:11 artist']);
    expect(judged(agent('painter', 'L3', 'artist'), L0, L1)).toEqual(['agents/hierarchy 8:11 artist']);
  });

  it('is there for L1 to L3, and for no L0', () => {
    for (const level of ['L1', 'L2', 'L3']) {
      expect(judged(agent('a', level))).toEqual(['agents/hierarchy 6:1 spec']);
    }
    expect(judged(L0)).toEqual([]);
    expect(judged(agent('a', 'L0', 'chief'), L0)).toEqual(['agents/hierarchy 8:11 chief']);
  });

  it('of builders and elite teams is an L0 or nobody', () => {
    for (const level of ['bmad', 'elite']) {
      expect(judged(agent('a', level))).toEqual([]);
      expect(judged(agent('a', level, 'chief'), L0)).toEqual([]);
      expect(judged(agent('a', level, 'artist'), L0, L1)).toEqual(['agents/hierarchy 8:11 artist']);
    }
  });

  it('that nobody knows, or of no level, is another rule’s matter', () => {
    expect(judged(agent('a', 'L1', 'nobody'))).toEqual([]);
    expect(judged(agent('a', 'L1', 'chief'), agent('chief', 'boss'))).toEqual([]);
    expect(judged(agent('a', 'boss', 'chief'), L0)).toEqual([]);
  });

  it('of the wrong level is linked', () => {
    const [finding] = lintText(agent('painter', 'L2', 'chief'), { files: { 'chief.heady.yaml': L0 } }).filter(
      ({ rule }) => rule === 'agents/hierarchy',
    );
    expect(finding?.related?.map(({ at }) => at.uri)).toEqual(['chief.heady.yaml']);
  });
});

it('a parent that is registered only has a level, too', () => {
  const manifest = { kind: 'Agent', spec: { level: 'L0' } };
  const entry = {
    kind: 'Agent',
    name: 'chief',
    environment: undefined,
    manifest,
    version: 1,
    registeredAt: '',
  };
  const found = (text: string) =>
    findingsOf(text, { entries: [entry] }).filter((finding) => finding.startsWith('agents/'));
  expect(found(L1)).toEqual([]);
  expect(found(agent('painter', 'L2', 'chief'))).toEqual(['agents/hierarchy 8:11 chief']);
});

describe('a circle', () => {
  it('is told at every reference in it and at none that only leads there', () => {
    const text = [
      agent('a', 'L1', 'b'),
      agent('b', 'L0', 'c'),
      agent('c', 'L1', 'a'),
      agent('d', 'L2', 'a'),
    ].join('---\n');
    expect(findingsOf(text)).toEqual([
      'agents/hierarchy 8:11 b',
      'agents/hierarchy 9:11 c',
      'agents/hierarchy 9:11 a',
    ]);
    const [finding] = lintText(text);
    expect(finding?.related?.map(({ at }) => at)).toEqual([
      { uri: FILE, index: 1 },
      { uri: FILE, index: 2 },
    ]);
  });

  it('may be as small as one', () => {
    expect(judged(agent('a', 'L1', 'a'))).toEqual(['agents/hierarchy 8:11 a']);
  });

  it('of thousands is seen through', () => {
    const name = (i: number) => `a${i % 3_000}`;
    const text = Array.from({ length: 3_000 }, (_, i) => agent(name(i), 'L1', name(i + 1))).slice(1);
    expect(judged(agent(name(0), 'L1', name(1)), ...text)).toHaveLength(1);
  });
});

describe('children', () => {
  const many = (count: number, level: string, parent: string) =>
    Array.from({ length: count }, (_, i) => agent(`child-${i}`, level, parent));

  it('of an L1 or L2 are eight at most, told at its name', () => {
    expect(judged(L1, L0, ...many(8, 'L2', 'artist'))).toEqual([]);
    expect(judged(L1, L0, ...many(9, 'L2', 'artist'))).toEqual(['agents/hierarchy 4:9 artist']);
    const L2 = agent('painter', 'L2', 'artist');
    expect(judged(L2, L0, L1, ...many(9, 'L3', 'painter'))).toEqual(['agents/hierarchy 4:9 painter']);
  });

  it('of an L0 may be more', () => {
    expect(judged(L0, ...many(22, 'L1', 'chief'))).toEqual([]);
  });
});
