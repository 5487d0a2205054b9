import { expect, test } from 'vitest';
import { environmentOf } from './environment.ts';
import { parseManifest } from './parse.ts';

const of = (kind: string, name: string, spec = '{}') => {
  const text = `apiVersion: heady.systems/v1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: ${spec}\n`;
  const document = parseManifest(text).documents[0]?.document;
  if (!document) throw new Error('no document');
  return environmentOf(document, 'stage');
};

test.each([
  ['spec.environment', of('Service', 'dev-a-b', '{ environment: test }'), 'test'],
  ['else the name', of('Service', 'dev-a-b', '{ environment: production }'), 'dev'],
  ['else the one given, for kinds that state none', of('Api', 'dev-portal'), 'stage'],
  ['else none, for kinds that state one', of('Service', 'billing'), undefined],
])('the environment of a document (decision 7): %s', (_, found, expected) => {
  expect(found).toBe(expected);
});
