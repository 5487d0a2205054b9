import { expect, it } from 'vitest';
import { switchTargets } from './switchTargets.ts';

const payments = { folder: 'p', name: 'payments', environment: 'test' } as const;
const health = { folder: 'h', name: 'health', environment: 'dev' } as const;

it('says nothing of folders where there is one, or none', () => {
  const [only, ...others] = switchTargets([payments], 'p', 'test');
  expect(only).toMatchObject({
    folders: ['p'],
    current: 'test',
    title: 'Heady: Switch Environment',
    placeholder: 'Now in Test. Switch this workspace to ...',
  });
  expect(others).toEqual([]);
  expect(switchTargets([], undefined, 'dev')).toMatchObject([{ folders: [], current: 'dev' }]);
});

it('switches the folder that somebody works in, and offers the others and all of them', () => {
  const targets = switchTargets([payments, health], 'h', 'dev');
  expect(targets).toMatchObject([
    {
      folders: ['h'],
      current: 'dev',
      title: 'Heady: Switch Environment of health',
      placeholder: 'health is in Dev. Switch it to ...',
    },
    { folders: ['p'], current: 'test', row: { label: 'payments', description: 'in Test' } },
    {
      folders: ['p', 'h'],
      title: 'Heady: Switch Environment of All Folders',
      row: { label: 'All folders', description: 'payments in Test, health in Dev' },
    },
  ]);
  expect(targets[2]?.current).toBeUndefined();
});

it('knows where all folders are when they are in one environment', () => {
  const targets = switchTargets([payments, { ...health, environment: 'test' }], 'p', 'test');
  expect(targets.map(({ current }) => current)).toEqual(['test', 'test', 'test']);
});
