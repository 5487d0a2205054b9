import { expect, test } from 'vitest';
import { changeLines, countdown, minutesLeft, reasonProblem } from './guardWords.ts';

test('the countdown ends at nothing', () => {
  expect([900_000, 845_000, 59_001, 999, 0, -5_000].map(countdown)).toEqual([
    '15:00',
    '14:05',
    '1:00',
    '0:01',
    '0:00',
    '0:00',
  ]);
  expect([900_000, 61_000, 60_000, 1_000].map(minutesLeft)).toEqual([
    '15 minutes',
    '2 minutes',
    '1 minute',
    '1 minute',
  ]);
});

test('a reason is asked for, and not a long one', () => {
  expect(reasonProblem(' ')).toMatch(/^Say why/);
  expect(reasonProblem('x'.repeat(151))).toBe('Say it in 150 characters.');
  expect(reasonProblem('INC-1234: billing is down')).toBeUndefined();
});

test('every field that changes is shown as it is and as it will be', () => {
  const changes = [
    { field: 'spec.replicas', from: '2', to: '3' },
    { field: 'spec.cpu', to: '1' },
    { field: 'spec.memory', from: '512Mi' },
  ];
  expect(changeLines({ outcome: 'changed', version: 4, changes })).toBe(
    'Version 4 becomes version 5:\n• spec.replicas: 2 → 3\n+ spec.cpu: 1\n− spec.memory: 512Mi',
  );
});

test('what is left out is counted', () => {
  const changes = Array.from({ length: 20 }, (_, at) => ({ field: `spec.f${at}`, to: 'x' }));
  const lines = changeLines({ outcome: 'new', changes }).split('\n');
  expect(lines).toHaveLength(15);
  expect(lines[0]).toBe('A new entry:');
  expect(lines.at(-1)).toBe('... and 7 more fields');
  expect(changeLines({ outcome: 'new', changes: changes.slice(0, 14) })).not.toContain('more');
});
