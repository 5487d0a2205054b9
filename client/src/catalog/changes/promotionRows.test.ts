import { expect, test } from 'vitest';
import type { Promotion, PromotionGate } from '../../../../server/src/protocol/entryChanges.ts';
import { promotionHeadline, promotionRows } from './promotionRows.ts';

const PASSED: PromotionGate = {
  gate: 'entry',
  outcome: 'passed',
  message: 'Version 3 is registered.',
  findings: [],
};
const REFUSED: PromotionGate = {
  gate: 'ownership',
  outcome: 'refused',
  message: 'It needs an owner.',
  findings: [{ rule: 'catalog/prod-owner', severity: 'error', message: 'No owner.', path: 'metadata.tags' }],
};

function promotion(more: Partial<Promotion>): Promotion {
  return { outcome: 'allowed', gates: [], targetVersion: 0, changes: [], ...more };
}

test('what every gate lets pass can be promoted, and what changes be looked at', () => {
  const changes = [{ field: 'spec.environment', to: 'test' }];
  const rows = promotionRows(
    promotion({ gates: [PASSED], changes, texts: { after: 'a' }, targetVersion: 2 }),
    'Test',
  );
  expect(rows).toEqual([
    { label: '$(rocket) Promote to Test', description: 'in place of version 2', action: { promote: true } },
    { label: '$(diff) Show what changes in Test', description: '1 field', action: { compare: true } },
    { label: '$(pass) It is registered', description: 'passed: Version 3 is registered.' },
  ]);
});

test('what a gate keeps back cannot, and each finding leads to where it is mended', () => {
  const refused = promotion({ outcome: 'refused', gates: [PASSED, REFUSED] });
  const rows = promotionRows(refused, 'Test');
  expect(rows.some(({ action }) => action && 'promote' in action)).toBe(false);
  expect(rows.at(-1)).toMatchObject({
    label: '$(indent) $(error) No owner.',
    description: 'metadata.tags · catalog/prod-owner',
    action: { rule: 'catalog/prod-owner' },
  });
  expect(promotionHeadline(refused)).toBe('One gate keeps it back');
});

test('what needs an approval says so before it is asked for', () => {
  const waiting = promotion({ outcome: 'needs-approval' });
  expect(promotionRows(waiting, 'Stage')[0]).toMatchObject({
    description: 'where it is new, once you approve',
  });
  expect(promotionHeadline(waiting)).toContain('once you approve');
});

test('a gate that this editor does not know is shown by its name', () => {
  const rows = promotionRows(promotion({ gates: [{ ...PASSED, gate: 'budget' }] }), 'Test');
  expect(rows.at(-1)?.label).toBe('$(pass) budget');
});
