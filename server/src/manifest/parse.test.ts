import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ManifestDocument } from './document.ts';
import { rangeOf } from './file.ts';
import { parseManifest } from './parse.ts';

function only(text: string): ManifestDocument {
  const document = parseManifest(text).documents[0]?.document;
  if (!document) throw new Error('no document');
  return document;
}

/** Each problem as `rule "text it stands at"`. */
function problems(text: string): string[] {
  return parseManifest(text).documents.flatMap(({ document }) =>
    [
      ...document.syntaxProblems.map((problem) => ({ ...problem, rule: 'yaml/syntax' })),
      ...document.schemaProblems,
    ].map(({ rule, start, end }) => `${rule} ${JSON.stringify(document.text.slice(start, end))}`),
  );
}

const SERVICE = (spec: string, metadata = 'name: dev-a-b') =>
  `apiVersion: heady.systems/v1\nkind: Service\nmetadata:\n  ${metadata}\nspec:\n  environment: dev\n  plane: app\n  runtime: docker\n${spec}`;

describe('places (decision 2)', () => {
  test.each([
    ['a wrong value', SERVICE('  replicas: "3"\n'), ['schema/type "\\"3\\""']],
    ['an unknown field', SERVICE('  replica: 3\n'), ['schema/unknown-field "replica"']],
    [
      'a missing field of spec',
      'apiVersion: heady.systems/v1\nkind: Service\nmetadata: { name: dev-a-b }\nspec: { plane: app, runtime: docker }\n',
      ['schema/required "spec"'],
    ],
    [
      'a missing field of the document',
      'kind: Policy\nmetadata: { name: a }\nspec: {}\n',
      ['schema/required "kind"'],
    ],
    [
      'a missing name',
      'apiVersion: heady.systems/v1\nkind: Policy\nmetadata:\nspec: {}\n',
      ['schema/required "apiVersion"'],
    ],
    [
      'a name missing in metadata that is there',
      'apiVersion: heady.systems/v1\nkind: Policy\nmetadata: { title: x }\nspec: {}\n',
      ['schema/required "metadata"'],
    ],
    ['a missing field of an item', SERVICE('  ports:\n    - name: http\n'), ['schema/required "name"']],
    [
      'an alias, not its anchor',
      SERVICE('  replicas: &n x\n  retentionDays: *n\n'),
      ['schema/type "x"', 'schema/type "*n"'],
    ],
    [
      'a value that came by a merge key',
      SERVICE('  health: &h { port: 99999 }\n  slo:\n    <<: *h\n'),
      ['schema/range "99999"', 'schema/unknown-field "*h"'],
    ],
    ['a repeated key', SERVICE('  replicas: 1\n  replicas: 2\n'), ['yaml/syntax "replicas"']],
    ['an unclosed quote', 'kind: "Policy\n', ['yaml/syntax "\\"Policy"']],
    ['an unknown anchor', 'a: *nope\n', ['yaml/syntax "*nope"']],
    ['an alias inside its own anchor', 'a: &x [*x]\n', ['yaml/syntax "*x"']],
    ['a list', '- a\n', ['schema/type ""']],
    ['a scalar', 'hello\n', ['schema/type ""']],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });
});

describe('one fault, one finding (decision 4)', () => {
  test.each([
    ['type goes before range', SERVICE('  ports: [{ port: "x" }]\n'), ['schema/type "\\"x\\""']],
    ['a bad service name is for naming/service to say', SERVICE('', 'name: Billing'), []],
    [
      'a bad sensitivity is for tags/data-sensitivity to say',
      SERVICE('', 'name: dev-a-b\n  tags: { DataSensitivity: secret }'),
      [],
    ],
    ['no apiVersion', 'kind: Policy\nmetadata: { name: a }\nspec: {}\n', ['schema/required "kind"']],
    [
      'an empty apiVersion',
      'apiVersion: ""\nkind: Policy\nmetadata: { name: a }\nspec: {}\n',
      ['schema/api-version "\\"\\""'],
    ],
    [
      'an apiVersion of another type',
      'apiVersion: 1\nkind: Policy\nmetadata: { name: a }\nspec: {}\n',
      ['schema/api-version "1"'],
    ],
    [
      'an empty kind',
      'apiVersion: heady.systems/v1\nkind: ""\nmetadata: { name: a }\nspec: { x: 1 }\n',
      ['schema/unknown-kind "\\"\\""'],
    ],
    [
      'after an unknown kind metadata is still checked',
      'apiVersion: heady.systems/v1\nkind: Polcy\nmetadata: { name: 5, nam: x }\nspec: { x: 1 }\n',
      ['schema/unknown-field "nam"', 'schema/type "5"', 'schema/unknown-kind "Polcy"'],
    ],
    [
      'after a wrong apiVersion everything is',
      'apiVersion: v1\nkind: Policy\nmetadata: { name: a }\nspec: { x: 1 }\n',
      ['schema/api-version "v1"', 'schema/unknown-field "x"'],
    ],
    [
      'what is broken is not told what it lacks',
      'kind: Policy\nmetadata:\n  name: "a\n',
      ['yaml/syntax "\\"a"'],
    ],
    [
      'a union of types complains once',
      'apiVersion: heady.systems/v1\nkind: Policy\nmetadata: { name: a }\nspec: { rules: { naming/vm: 5 } }\n',
      ['schema/type "5"'],
    ],
    [
      'an unknown rule in a policy',
      'apiVersion: heady.systems/v1\nkind: Policy\nmetadata: { name: a }\nspec: { rules: { naming/vn: error, policy/own: info } }\n',
      ['schema/unknown-field "naming/vn"'],
    ],
    ['null is absent', SERVICE('  replicas:\n  ports: [~]\n  state: null\n'), []],
  ])('%s', (_, text, expected) => {
    expect([...problems(text)].sort()).toEqual([...expected].sort());
  });
});

test('a value that does not fit counts as not stated, and as not lacking', () => {
  const document = only(
    SERVICE('  replicas: three\n  health: { port: 0, path: /x }\n', 'name: dev-a-b\n  tags: { Owner: 5 }'),
  );
  expect(document.stated(['spec', 'replicas'])).toBeUndefined();
  expect(document.stated(['spec', 'health', 'port'])).toBeUndefined();
  expect(document.stated(['spec', 'health', 'path'])).toBe('/x');
  expect(document.stated(['metadata', 'tags', 'Owner'])).toBeUndefined();
  expect(document.lacks(['metadata', 'tags', 'Owner'])).toBe(false);
  expect(document.lacks(['metadata', 'tags', 'Vertical'])).toBe(true);
});

test('nothing is lacking below something that is no map', () => {
  const document = only('apiVersion: heady.systems/v1\nkind: Service\nmetadata: billing\nspec: {}\n');
  expect(document.lacks(['metadata', 'tags', 'Owner'])).toBe(false);
});

test('a manifest cannot reach the prototype', () => {
  const document = only('__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\n');
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(Object.keys(document.value as object)).toEqual(['__proto__', 'constructor']);
});

test('merge keys: what is written wins, the first source of a list before the second', () => {
  const document = only('a: &a { x: 1, y: 1 }\nb: &b { y: 2, z: 2 }\nc: { <<: [*a, *b], x: 3 }\n');
  expect(document.stated(['c'])).toEqual({ x: 3, y: 1, z: 2 });
});

test('YAML 1.2 holds below a directive of 1.1 as well', () => {
  expect(only('%YAML 1.1\n---\na: yes\n').value).toEqual({ a: 'yes' });
});

test('numbers that JSON does not know are named as they are', () => {
  const [problem] = only(SERVICE('  replicas: .inf\n')).schemaProblems;
  expect(problem?.message).toBe('"spec.replicas" must be a whole number, not the number Infinity.');
});

test('lines count through all documents, with LF and CRLF', () => {
  for (const eol of ['\n', '\r\n']) {
    const file = parseManifest(['# first', '---', 'kind: Policy', '---', 'kind: Polcy'].join(eol));
    const placed = file.documents[2];
    const problem = placed?.document.schemaProblems.find(({ rule }) => rule === 'schema/unknown-kind');
    if (!placed || !problem) throw new Error('not found');
    expect(rangeOf(placed, problem)).toEqual({
      start: { line: 4, character: 6 },
      end: { line: 4, character: 11 },
    });
  }
});

test('documents that did not change are taken over as they are', () => {
  const before = parseManifest('a: 1\n---\nb: 2\n---\nc: 3\n');
  const after = parseManifest('# above\na: 1\n---\nb: 5\n---\nc: 3\n', before);
  expect(after.documents[1]?.document).not.toBe(before.documents[1]?.document);
  expect(after.documents[2]?.document).toBe(before.documents[2]?.document);
  expect(after.documents[2]?.firstLine).toBe(4);
});

describe('hostile text is answered with a problem, soon', () => {
  const bomb = [
    'a0: &a0 [x,x,x,x,x,x,x,x,x]',
    ...Array.from({ length: 20 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(',')}]`),
  ].join('\n');
  test.each([
    ['an alias bomb', bomb, /aliases of this document expand/],
    ['deep flow nesting', '['.repeat(50_000), /Nested deeper/],
    ['deep block nesting', '- '.repeat(20_000), /Nested deeper/],
    ['thousands of unclosed quotes', 'k: "x\n'.repeat(5_000), /./],
    ['binary', 'MZ\u0000\u0001', /binary/],
    ['too long', 'a: 1\n'.repeat(500_000), /Split it into several files/],
  ])('%s', (_, text, message) => {
    const [first, ...rest] = parseManifest(text).documents.flatMap(({ document }) => document.syntaxProblems);
    expect(first?.message).toMatch(message);
    expect(rest.length).toBeLessThan(20);
  });
});

test('any text gives a manifest', () => {
  const yamlish = fc.array(
    fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '- ',
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      '&x',
      '*x',
      '|',
      '>',
      '#',
      '!',
      '?',
      '\t',
      '---\n',
      '<<',
      '%',
      '\r\n',
      '\ufeff',
      'kind: Service',
      'metadata:',
      'spec:',
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        yamlish.map((parts) => parts.join('')),
      ),
      (text) => {
        for (const { document, offset } of parseManifest(text).documents) {
          expect(text.slice(offset, offset + document.text.length)).toBe(document.text);
          for (const { start, end } of [...document.syntaxProblems, ...document.schemaProblems]) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThanOrEqual(start);
            expect(end).toBeLessThanOrEqual(document.text.length);
          }
        }
      },
    ),
    { numRuns: 2_000 },
  );
});
