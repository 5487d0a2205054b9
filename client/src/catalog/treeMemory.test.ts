import { expect, it } from 'vitest';
import type { Memento } from 'vscode';
import { TreeMemory } from './treeMemory.ts';

/** As the editor keeps it: what is written comes back as JSON. */
function memento(kept: Record<string, unknown> = {}): Memento {
  return {
    keys: () => Object.keys(kept),
    get: (key: string, otherwise?: unknown) => kept[key] ?? otherwise,
    update: async (key, value) => {
      kept[key] = JSON.parse(JSON.stringify(value));
    },
  } as Memento;
}

it('remembers grouping, filter and rows from one start to the next', async () => {
  const kept = memento();
  const memory = new TreeMemory(kept);
  expect(memory.arrangement).toEqual({ grouping: 'environment', filters: new Set() });
  expect(memory.isOpen('environment/dev', true)).toBe(true);

  await memory.arrange({ grouping: 'owner' });
  await memory.arrange({ filters: new Set(['drifted']) });
  memory.remember('environment/dev', false);
  memory.remember('environment/prod', true);

  const next = new TreeMemory(kept);
  expect(next.arrangement).toEqual({ grouping: 'owner', filters: new Set(['drifted']) });
  expect(next.isOpen('environment/dev', true)).toBe(false);
  expect(next.isOpen('environment/prod', false)).toBe(true);
});

it('forgets the rows that were touched longest ago', () => {
  const memory = new TreeMemory(memento());
  for (let row = 0; row < 600; row++) memory.remember(`row/${row}`, true);
  expect(memory.isOpen('row/99', false)).toBe(false);
  expect(memory.isOpen('row/100', false)).toBe(true);
});

it('takes what it does not understand for nothing', () => {
  const odd = {
    'heady.catalog.arrangement': { grouping: 'colour', filters: ['all', 7] },
    'heady.catalog.rows': [7, ['a']],
  };
  const memory = new TreeMemory(memento(odd));
  expect(memory.arrangement).toEqual({ grouping: 'environment', filters: new Set() });
  expect(memory.isOpen('a', true)).toBe(true);
});
