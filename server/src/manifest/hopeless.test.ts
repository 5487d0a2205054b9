import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCollection, type Node, parseAllDocuments, visit } from 'yaml';
import { findHopeless, MAX_DEPTH } from './hopeless.ts';

const MANY = 1_500;

describe('a hopeless text', () => {
  test.each([
    ['of open brackets', '['.repeat(MANY), 100, 'Nested deeper than 100 levels; flatten it.'],
    ['of open braces', `a: ${'{ a: '.repeat(MANY)}`, 503, 'Nested deeper than 100 levels; flatten it.'],
    ['of dashes', '- '.repeat(MANY), 200, 'Nested deeper than 100 levels; flatten it.'],
    ['of tabs', `a: 1\n${'\tb: 1\n'.repeat(MANY)}`, 5, 'Tabs are not allowed as indentation; use spaces.'],
  ])('%s is refused at its first fault', (_, text, start, message) => {
    expect(findHopeless(text)).toEqual({ start, end: start + 1, message });
  });
});

test.each([
  ['many brackets that are closed', `a: [${'[1], '.repeat(MANY)}]\n`],
  ['brackets in a text of several lines', `a: |\n  ${'['.repeat(MANY)}\nb: 1\n`],
  ['brackets in quotes', `a: "${'['.repeat(MANY)}"\n`],
  ['brackets in a plain text', `a: x${'['.repeat(MANY)}\n`],
  ['brackets in a comment', `a: 1 # ${'['.repeat(MANY)}\n`],
  ['a rule of dashes in a comment', `# ${'- '.repeat(MANY)}\na: 1\n`],
  ['a rule of dashes in a text', `a: |\n  ${'- '.repeat(MANY)}\n`],
  ['a list of texts of several lines', '- |\n  x\n'.repeat(MANY)],
  ['dashes in names of aliases', `a: &a-b 1\nb: [${'*a-b, '.repeat(MANY)}]\n`],
  ['JSON indented by tabs', `{\n${'\t"a": [1],\n'.repeat(MANY)}\t"b": 2\n}\n`],
  ['comments behind tabs', `a: 1\n${'\t# c\n'.repeat(MANY)}`],
  ['tabs within a text of several lines', `a: |\n  x\n${'  \ty\n'.repeat(MANY)}`],
  ['tabs on lines of their own', `a: 1\n${'\t\n'.repeat(MANY)}b: 1\n`],
])('%s is not hopeless', (_, text) => {
  expect(findHopeless(text)).toBeUndefined();
});

test('no text that can be read is hopeless', () => {
  const part = fc.constantFrom(
    ...['a', ': ', '[', ']', '{', '}', ', ', '- ', '? ', '"', "'", '|\n ', '\t', '\n', '# ', '&x-y '],
  );
  const text = fc.array(part, { maxLength: 8 }).map((parts) => parts.join('').repeat(MANY));
  fc.assert(
    fc.property(text, (each) => {
      if (findHopeless(each)) expect(isReadable(each)).toBe(false);
    }),
    // Long texts for a slow parser: few of them, always the same.
    { numRuns: 30, seed: 20_261_121 },
  );
}, 60_000);

/** Whether the parser alone finds a text sound, and no deeper than manifests may be. */
function isReadable(text: string): boolean {
  const documents = parseAllDocuments<Node, false>(text, { uniqueKeys: false, logLevel: 'silent' });
  return [...documents].every(({ contents, errors }) => {
    let isDeep = false;
    visit(contents, (_key, _node, path) => {
      isDeep ||= path.filter(isCollection).length > MAX_DEPTH;
      return isDeep ? visit.BREAK : undefined;
    });
    return errors.length === 0 && !isDeep;
  });
}
