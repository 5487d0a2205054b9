import { expect, test } from 'vitest';
import { scopeOf } from '../answers.ts';
import { LIQUID } from '../render/dialects.ts';
import * as escapes from '../render/escapes.ts';
import { engineOf } from '../render/renderer.ts';
import { SERVICE_MANIFEST } from './lint/testTemplate.ts';
import { FILTERS, VARIABLES } from './vocabulary.ts';

test('all that texts may name is told, and nothing else', () => {
  const { parameters: _, ...scope } = scopeOf(SERVICE_MANIFEST, { name: 'a', parameters: {} }, {}, '', 2026);
  const names = Object.entries(scope).flatMap(([name, value]) =>
    typeof value === 'object' ? Object.keys(value).map((part) => `${name}.${part}`) : [name],
  );
  expect(Object.keys(VARIABLES).sort()).toEqual(names.sort());
});

test('filters that are told are there, the own among them', () => {
  const { filters } = engineOf({}, LIQUID);
  expect(Object.keys(FILTERS).filter((name) => !Object.hasOwn(filters, name))).toEqual([]);
  expect(Object.keys(FILTERS)).toEqual(expect.arrayContaining(Object.keys(escapes)));
});
