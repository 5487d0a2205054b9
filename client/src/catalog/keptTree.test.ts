import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { arrangementWords, type KeptTree, keptTreeIn } from './keptTree.ts';
import { TreeKeeper } from './treeKeeper.ts';

const TREE: KeptTree = {
  at: '2026-11-21T12:00:00.000Z',
  arrangement: 'environment',
  rows: [
    {
      ...{ id: 'environment/dev', label: 'Dev', description: 'current · 1 service', isOpen: true },
      ...{ icon: 'server-environment', color: 'charts.green', spoken: 'Dev, current, 1 service' },
      rows: [
        {
          ...{ id: 'environment/dev/Service/dev-health-billing', label: 'billing' },
          place: {
            uri: 'file:///w/billing.heady.yaml',
            range: { start: { line: 3, character: 8 }, end: { line: 3, character: 26 } },
          },
        },
      ],
    },
    { id: 'kind/Api', label: 'APIs', isOpen: false },
  ],
};

const file = () => {
  const folder = mkdtempSync(join(tmpdir(), 'heady-tree-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'in', 'catalogTree.json');
};

describe('the tree that is kept', () => {
  it('is found again as it was seen last', () => {
    const path = file();
    const keeper = new TreeKeeper(path, () => TREE);
    expect(keeper.last).toBeUndefined();
    keeper.keepSoon();
    keeper.dispose();
    expect(new TreeKeeper(path, () => undefined).last).toEqual(TREE);
  });

  it('stays as it was where nothing is known', () => {
    const path = file();
    new TreeKeeper(path, () => TREE).dispose();
    new TreeKeeper(path, () => undefined).dispose();
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(TREE);
  });

  it.each(['', '{', '[]', 'null', '{"at":"soon","arrangement":"","rows":[{"id":"a","label":"a"}]}'])(
    'is none where the file holds %j',
    (text) => {
      const path = file();
      new TreeKeeper(path, () => TREE).dispose();
      writeFileSync(path, text);
      expect(new TreeKeeper(path, () => TREE).last).toBeUndefined();
    },
  );

  it('leaves out what is no row, and whatever does not fit in one', () => {
    const odd = [
      { id: 'a', label: 'A', description: 4, isOpen: 'yes', rows: 'none', place: { uri: 1 } },
      { id: 'a', label: 'the same again' },
      ...[{ id: 'b' }, null, 7],
      { id: 'c', label: 'C', place: { uri: 'file:///c', range: { start: 0 } } },
    ];
    expect(keptTreeIn({ ...TREE, rows: odd })?.rows).toEqual([
      { id: 'a', label: 'A', rows: [] },
      { id: 'c', label: 'C', place: { uri: 'file:///c' } },
    ]);
    expect(keptTreeIn({ ...TREE, rows: [{ id: 'b' }] })).toBeUndefined();
  });

  it('ends where rows are nested deeper than any tree is', () => {
    let row: object = { id: 'x', label: 'X' };
    for (let depth = 0; depth < 5_000; depth++) row = { id: 'x', label: 'X', rows: [row] };
    expect(JSON.stringify(keptTreeIn({ ...TREE, rows: [row] })).split('"rows"').length).toBeLessThan(20);
  });

  it('is one of an arrangement', () => {
    const filters = new Set(['unowned', 'drifted'] as const);
    expect(arrangementWords({ grouping: 'owner', filters })).toBe('owner drifted unowned');
  });
});
