import { expect, test } from 'vitest';
import type { PinItem } from '../../../../server/src/protocol/gatewayPins.ts';
import { byUrgency, flagLines, isUndecided, noticeWords, readable, thingWords } from './pinWords.ts';

test('one change is told by its name, several by how many they are', () => {
  const tool = { kind: 'tools', name: 'read_file' } as const;
  expect(noticeWords('files', [{ ...tool, state: 'changed' }])).toBe(
    'files: the tool read_file changed since it was approved. It is blocked until you decide.',
  );
  expect(
    noticeWords('files', [
      { ...tool, state: 'new' },
      { ...tool, state: 'changed' },
      { ...tool, state: 'new' },
    ]),
  ).toBe(
    'files: 3 definitions wait for you (1 changed since approved, 2 new). What changed or is new is blocked until you decide.',
  );
  expect(
    noticeWords('files', [
      { ...tool, state: 'reworded' },
      { kind: 'server', name: 'instructions', state: 'reworded' },
    ]),
  ).toBe('files: 2 definitions wait for you (2 worded differently).');
});

test('what hides in a name is seen, and a name stays in its line', () => {
  expect(thingWords({ kind: 'tools', name: 'read\u200B\nfile' })).toBe('tool read\uFFFD file');
  expect(thingWords({ kind: 'server', name: 'instructions' })).toBe('instructions');
  expect(readable('Grüße')).toBe('Grüße');
});

test('what blocks comes before what does not, and before what is decided', () => {
  const items = (['missing', 'reworded', 'new', 'changed'] as const).map((state) => ({ state }));
  expect(items.sort(byUrgency).map(({ state }) => state)).toEqual(['changed', 'new', 'reworded', 'missing']);
  expect([isUndecided({ state: 'pinned' }), isUndecided({ state: 'missing' })]).toEqual([false, true]);
});

test('flags are told with their place, of one grade alone', () => {
  const item: PinItem = {
    ...{ server: 'files', kind: 'tools', name: 'help', state: 'new' },
    flags: [
      { rule: 'gives-orders', grade: 'danger', where: 'description', message: 'It orders.' },
      { rule: 'over-long', grade: 'notice', where: '', message: 'It is long.' },
    ],
  };
  expect(flagLines([item], 'danger')).toEqual(['help, description: It orders.']);
  expect(flagLines([item], 'notice')).toEqual(['help: It is long.']);
});
