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

const NONE = { manifest: false, signIn: false };

function promotion(more: Partial<Promotion>): Promotion {
  return { outcome: 'allowed', gates: [], targetVersion: 0, changes: [], ...more };
}

test('what every gate lets pass can be promoted, and what changes be looked at', () => {
  const changes = [{ field: 'spec.environment', to: 'test' }];
  const rows = promotionRows(
    promotion({ gates: [PASSED], changes, texts: { after: 'a' }, targetVersion: 2 }),
    'Test',
    NONE,
  );
  expect(rows).toEqual([
    { label: '$(rocket) Promote to Test', description: 'in place of version 2', action: { does: 'promote' } },
    { label: '$(diff) Show what changes in Test', description: '1 field', action: { does: 'compare' } },
    { label: '$(pass) It is registered', description: 'passed: Version 3 is registered.' },
  ]);
});

test('what a gate keeps back cannot, and each finding leads to where it is mended', () => {
  const refused = promotion({ outcome: 'refused', gates: [PASSED, REFUSED] });
  const rows = promotionRows(refused, 'Test', NONE);
  expect(rows.some(({ action }) => action?.does === 'promote')).toBe(false);
  expect(rows.at(-1)).toMatchObject({
    label: '$(indent) $(error) No owner.',
    description: 'metadata.tags · catalog/prod-owner',
    action: { does: 'mend', finding: REFUSED.findings[0] },
  });
  expect(promotionHeadline(refused)).toBe('One gate keeps it back');
});

test('what needs an approval says so before it is asked for', () => {
  const waiting = promotion({ outcome: 'needs-approval' });
  expect(promotionRows(waiting, 'Stage', NONE)[0]).toMatchObject({
    description: 'where it is new, once you approve',
  });
  expect(promotionHeadline(waiting)).toContain('once you approve');
});

test('what nobody verified says so in full, and is no refusal', () => {
  const message = 'Service dev-health-billing is said to be registered in dev.';
  const gate: PromotionGate = { gate: 'entry', outcome: 'not-verified', message, findings: [] };
  const rows = promotionRows(promotion({ gates: [gate] }), 'Test', NONE);
  expect(rows.at(-1)).toEqual({
    ...{ label: '$(unverified) It is registered', description: 'not verified', detail: message },
  });
  expect(promotionHeadline(promotion({ gates: [gate] }))).toBe('Every gate lets it pass');
});

test('a gate that this editor does not know is shown by its name', () => {
  const rows = promotionRows(promotion({ gates: [{ ...PASSED, gate: 'budget' }] }), 'Test', NONE);
  expect(rows.at(-1)?.label).toBe('$(pass) budget');
});

test('what mends a gate is one click away, where it is at hand', () => {
  const missing = { kind: 'Service', name: 'dev-health-db' };
  const gate = (name: string, findings: PromotionGate['findings'] = []): PromotionGate => ({
    ...{ gate: name, outcome: 'refused', message: '', findings },
  });
  const gates = [
    gate('entry'),
    gate('references', [
      { rule: 'catalog/unknown-reference', severity: 'error', message: 'No db.', missing },
    ]),
    gate('approval'),
    gate('concurrency'),
  ];
  const offered = (remedies: { manifest: boolean; signIn: boolean }) =>
    promotionRows(promotion({ outcome: 'refused', gates }), 'Test', remedies)
      .filter(({ label }) => label.includes('$(lightbulb)'))
      .map(({ label, action }) => [label.replace('$(indent) $(lightbulb) ', ''), action?.does]);
  const always = [
    ['Take dev-health-db there first', 'bring'],
    ['Show what changed', 'showChange'],
    ['Walk the gates again, with what is registered now', 'again'],
  ];
  expect(offered(NONE)).toEqual(always);
  expect(offered({ manifest: true, signIn: true })).toEqual([
    ['Register its manifest', 'register'],
    always[0],
    ['Sign in to Test as somebody who may', 'signIn'],
    ...always.slice(1),
  ]);
});

test('what is there just so already is not promoted', () => {
  const same = promotion({ gates: [PASSED], texts: { before: 'a', after: 'a' }, targetVersion: 2 });
  expect(promotionRows(same, 'Test', NONE).flatMap(({ action }) => action ?? [])).toEqual([]);
  expect(promotionHeadline(same)).toBe('It is there just so already: nothing to promote');
});
