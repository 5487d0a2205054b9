import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { describe, expect, it, test } from 'vitest';
import { parseManifest } from '../manifest/parse.ts';
import type { Path, Plain } from '../manifest/tree.ts';
import { ClosedFile } from './closedFile.ts';
import { factsOf, isFact } from './documentFacts.ts';
import { type DocumentSummary, summarize } from './documentSummary.ts';

const samples = fileURLToPath(new URL('../../../samples', import.meta.url));
const paths = globSync(['**/*.yaml', '**/*.json'], { cwd: samples, absolute: true, dot: true });

/** Summaries as they come back from disk. */
function stored(text: string): DocumentSummary[] {
  const summaries = summarize(parseManifest(text));
  if (!summaries) throw new Error('It cannot be summed up.');
  return JSON.parse(JSON.stringify(summaries)) as DocumentSummary[];
}

/** Paths to everything in a value, and to something that is not there. */
function* pathsIn(value: Plain | undefined, at: Path = []): Generator<Path> {
  yield at;
  yield [...at, 'nothing'];
  if (typeof value !== 'object' || value === null) return;
  yield [...at, 0];
  yield [...at, 'length'];
  for (const [key, child] of Object.entries(value)) {
    yield* pathsIn(child, [...at, Array.isArray(value) ? Number(key) : key]);
  }
}

const TRICKY: Record<string, string> = {
  empty: '',
  'a list': '- a\n- b\n',
  'tags that do not fit': 'kind: Service\nmetadata:\n  name: dev-a-b\n  tags: { Owner: 3, Vertical: [a] }\n',
  'no map below': 'kind: Service\nmetadata: 3\nspec: { ports: { a: 1 } }\n',
  'ports that do not fit': 'kind: Service\nspec:\n  ports: [null, { port: x }, { port: 80 }]\n',
  'an unknown kind': 'kind: Sirvice\nmetadata: { name: a, tags: { Owner: b } }\nspec: { ports: [] }\n',
  'a kind that is a method': 'kind: toString\nmetadata: { name: constructor }\n',
  'a hostile key': 'kind: Service\nmetadata: { tags: { __proto__: { Owner: x }, Vertical: y } }\n',
  'a silenced finding': 'kind: Service\nmetadata:\n  # heady-ignore naming/service: old\n  name: Dev_X\n',
  'line ends of all sorts': 'kind: Service\r\nmetadata:\r\n  name: dev-a-b\n---\rkind: Api\r',
  'a line that is long': `kind: Service\nmetadata: { description: "${'x'.repeat(5_000)}" }\n`,
  'broken text': 'kind: Service\nmetadata: { name: dev-a-b\nspec: [',
};

describe.each([
  ...paths.map((path) => [path.slice(samples.length + 1), readFileSync(path, 'utf8')] as const),
  ...Object.entries(TRICKY),
])('a closed file: %s', (_, text) => {
  const whole = parseManifest(text);
  let reads = 0;
  const closed = new ClosedFile(stored(text), () => {
    reads++;
    return whole;
  });

  it('answers as the parsed one does', () => {
    expect(closed.text).toBe(whole.text);
    expect(closed.documents.length).toBe(whole.documents.length);
    expect(factsOf(closed)).toBe(factsOf(whole));
    for (const [index, { document: parsed, ...place }] of whole.documents.entries()) {
      const placed = closed.documents[index];
      expect(placed).toMatchObject(place);
      const document = placed?.document;
      for (const field of [
        'kind',
        'name',
        'broken',
        'isMap',
        'lineStarts',
        'suppressions',
        'text',
        'value',
      ] as const)
        expect(document?.[field], field).toEqual(parsed[field]);
      for (const path of pathsIn(parsed.value)) {
        expect(document?.stated(path), path.join('.')).toEqual(parsed.stated(path));
        expect(document?.written(path), path.join('.')).toEqual(parsed.written(path));
        expect(document?.place(path), path.join('.')).toEqual(parsed.place(path));
        expect(document?.lacks(path), path.join('.')).toEqual(parsed.lacks(path));
      }
    }
  });

  it('says its facts, and where its lines and its name are, without being read', () => {
    reads = 0;
    for (const [index, { document: parsed }] of whole.documents.entries()) {
      const document = closed.documents[index]?.document;
      for (const path of pathsIn(parsed.value)) if (isFact(parsed.kind, path)) document?.stated(path);
      document?.place(['metadata', 'name']);
      document?.written(['metadata', 'title']);
      expect(document?.lineStarts.length).toBeGreaterThan(0);
    }
    expect(reads).toBe(0);
  });
});

test('what JSON cannot keep, and lines of hundreds of pages, are not summed up', () => {
  const cost = (amount: string) => `kind: Service\nspec: { monthlyCost: { amount: ${amount} } }\n`;
  expect(summarize(parseManifest(cost('12.5')))).toBeDefined();
  expect(summarize(parseManifest(cost('.inf')))).toBeUndefined();
  expect(summarize(parseManifest(cost('-0.0')))).toBeUndefined();
  expect(summarize(parseManifest(`# ${'x'.repeat(60_000)}\nkind: Service\n`))).toBeUndefined();
});

test('a file that is gone meanwhile is empty', () => {
  const [summary] = stored('kind: Service\nmetadata: { name: dev-a-b }\n---\nkind: Api\n').slice(1);
  const closed = new ClosedFile(summary ? [summary] : [], () => parseManifest(''));
  expect(closed.documents[0]?.document).toMatchObject({ kind: 'Api', text: '', value: undefined });
});
