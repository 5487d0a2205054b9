import { expect, test } from 'vitest';
import type { OwnField, Promotion } from '../../../../server/src/protocol/entryChanges.ts';
import { differing, valueIn, valueWords } from './promotionOwn.ts';
import { promotionRows } from './promotionRows.ts';

const OWN: OwnField[] = [
  { field: 'runtime', before: 'docker', there: 'podman' },
  { field: 'replicas', before: 1, there: 1 },
  { field: 'env', before: { LOG: 'debug' } },
  { field: 'hosts' },
];

function promotion(targetVersion: number, own = OWN): Promotion {
  return { outcome: 'allowed', gates: [], changes: [], targetVersion, own };
}

const fieldsOf = (targetVersion: number, chosen = {}) =>
  differing(promotion(targetVersion), chosen).map(({ field }) => field);
const rowOf = (targetVersion: number, chosen = {}, own = OWN) =>
  promotionRows(promotion(targetVersion, own), 'Test', { manifest: true, signIn: false }, chosen).find(
    ({ action }) => action?.does === 'own',
  );

test('what is there stays, unless something else is said of it', () => {
  expect(fieldsOf(3)).toEqual(['runtime', 'env']);
  expect(fieldsOf(3, { runtime: 'docker', replicas: 4 })).toEqual(['replicas', 'env']);
  expect(fieldsOf(3, { env: { LOG: 'debug' }, runtime: null })).toEqual(['runtime']);
});

test('what is new comes along as it is, unless something else is said of it', () => {
  expect(fieldsOf(0)).toEqual([]);
  expect(fieldsOf(0, { env: null, hosts: ['a'] })).toEqual(['env', 'hosts']);
});

test("the list of gates says which fields are the next environment's own", () => {
  expect(rowOf(3)).toMatchObject({
    label: '$(symbol-field) Test has 2 fields of its own',
    description: 'runtime, env',
  });
  expect(rowOf(3, { env: { LOG: 'debug' } })?.label).toContain('Test has 1 field of its own');
  expect(rowOf(0)?.label).toContain("Fields of Test's own come along as they are");
  expect(rowOf(3, {}, [{ field: 'hosts' }])?.label).toContain('Test has no field of its own');
});

test('a value that still speaks of the environment before can be stated anew', () => {
  const finding = { rule: 'promotion/speaks-of-before', severity: 'warning' as const, message: 'dev' };
  const gate = { gate: 'references', outcome: 'passed' as const, message: '', findings: [finding] };
  const rows = promotionRows({ ...promotion(3), gates: [gate] }, 'Test', { manifest: true, signIn: false });
  expect(rows.at(-1)).toEqual({
    label: '$(indent) $(lightbulb) Say what holds in Test',
    action: { does: 'own' },
  });
});

test.each([
  ['podman', 'podman'],
  ['3', 3],
  ['{"LOG":"info"}', { LOG: 'info' }],
  ['', null],
  ['  ', null],
  ['{ no JSON', '{ no JSON'],
])('what is typed as %j is taken as %j, and shown as it was typed', (text, value) => {
  expect(valueIn(text)).toEqual(value);
  if (value !== null) expect(valueWords(value)).toBe(text.trim());
});
