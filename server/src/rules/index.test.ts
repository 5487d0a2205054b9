import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RULE_IDS } from '../manifest/schemas.ts';
import { rules } from './index.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

test.each(rules.map((rule) => [rule.id, rule] as const))(
  '%s is documented, listed and shown broken',
  (id, rule) => {
    expect(RULE_IDS).toContain(id);
    const page = readFileSync(join(ROOT, 'docs/rules', `${id}.md`), 'utf8');
    expect(page).toContain(id);
    expect(page.toLowerCase()).toContain(rule.severity);
    const samples = ['', '.a'].map((suffix) =>
      join(ROOT, 'samples/broken', `${id.replace('/', '.')}${suffix}.heady.yaml`),
    );
    expect(samples.some(existsSync)).toBe(true);
  },
);

test('ids are unique', () => {
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
});

test('default severities are those of decision 3', () => {
  const warnings = rules.filter(({ severity }) => severity === 'warning').map(({ id }) => id);
  expect(warnings.sort()).toEqual([
    'catalog/environment-crossing',
    'image/agents',
    'image/layers',
    'image/not-sealed',
    'impact/accessibility',
    'mcp/duplicate-server',
    'mcp/unpinned',
    'plane/data-access',
    'runtime/exposure',
    'schema/unknown-field',
    'suppression/unused',
    'tags/owner-unknown',
    'tags/required',
    'tags/vertical-unknown',
    'vertical/audit-retention',
    'vertical/cost-ceiling',
    'vertical/data-sensitivity',
  ]);
  const infos = rules.filter(({ severity }) => severity === 'info').map(({ id }) => id);
  expect(infos).toEqual(['catalog/drift']);
  expect(
    rules
      .filter(({ raised }) => raised)
      .map(({ id }) => id)
      .sort(),
  ).toEqual([
    'catalog/environment-crossing',
    'image/not-sealed',
    'impact/accessibility',
    'plane/data-access',
    'runtime/exposure',
    'tags/required',
    'vertical/data-sensitivity',
  ]);
});
