import { expect, test } from 'vitest';
import type { Promotion } from '../../../../server/src/protocol/entryChanges.ts';
import { promotionConflict } from './promotionConflict.ts';

const SHOWN = {
  ...{ kind: 'Service', name: 'dev-health-billing', environment: 'dev' as const },
  ...{ to: 'test' as const, ifVersion: 4 },
};
const SOURCE = { kind: 'Service', name: 'dev-health-billing', environment: 'dev' };
const TARGET = { kind: 'Service', name: 'test-health-billing', environment: 'test' };

function answer(sourceVersion: number, targetVersion: number): Promotion {
  return {
    ...{ outcome: 'conflict', gates: [], changes: [], name: 'test-health-billing' },
    ...{ sourceVersion, targetVersion },
  };
}

test('what is promoted changed: the version that was shown beside that of now', () => {
  expect(promotionConflict({ ...SHOWN, ifTargetVersion: 1 }, answer(5, 2))).toEqual({
    message: 'dev-health-billing is registered as version 5 by now, not 4.',
    sides: [
      { ref: SOURCE, side: 4 },
      { ref: SOURCE, side: 5 },
    ],
  });
});

test('what is there changed: its version of before beside that of now', () => {
  expect(promotionConflict({ ...SHOWN, ifTargetVersion: 1 }, answer(4, 2))).toEqual({
    message: 'test-health-billing is version 2 in Test by now, not 1.',
    sides: [
      { ref: TARGET, side: 1 },
      { ref: TARGET, side: 2 },
    ],
  });
});

test('what was not there before is shown beside what would have been promoted', () => {
  const { message, sides } = promotionConflict({ ...SHOWN, ifTargetVersion: 0 }, answer(4, 1));
  expect(message).toBe('test-health-billing is version 1 in Test by now, where there was none.');
  expect(sides).toEqual([
    { ref: SOURCE, side: 4 },
    { ref: TARGET, side: 1 },
  ]);
});

test('what was retired meanwhile cannot be shown', () => {
  expect(promotionConflict({ ...SHOWN, ifTargetVersion: 3 }, answer(4, 0))).toEqual({
    message: 'test-health-billing was retired from Test meanwhile.',
  });
});
