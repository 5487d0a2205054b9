import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import type { SelectionRange } from 'vscode-languageserver-types';
import { Catalog } from '../catalog/catalog.ts';
import { WorkspaceIndex } from '../catalog/workspaceIndex.ts';
import { lineStartsOf } from '../manifest/lines.ts';
import { parseManifest } from '../manifest/parse.ts';
import { codeLenses } from './codeLens.ts';
import { documentLinks } from './documentLinks.ts';
import { foldingRanges } from './folding.ts';
import { format } from './format.ts';
import { inlayHints } from './inlayHints.ts';
import { Project } from './project.ts';
import { selectionRange } from './selectionRanges.ts';
import { atCursor } from './testSupport.ts';

const SAMPLES = join(import.meta.dirname, '../../../samples');
const samples = globSync('**/*.heady.yaml', { cwd: SAMPLES, dot: true }).map(
  (path) => [path, readFileSync(join(SAMPLES, path), 'utf8')] as const,
);

function formatted(text: string, tabSize = 2): string {
  let result = text;
  const starts = lineStartsOf(text);
  for (const { range, newText } of format(parseManifest(text), { tabSize }).reverse()) {
    const at = ({ line, character }: typeof range.start) => (starts[line] ?? 0) + character;
    result = result.slice(0, at(range.start)) + newText + result.slice(at(range.end));
  }
  return result;
}

describe('formatting', () => {
  test.each([
    [
      'indents by two',
      'kind: Service\nspec:\n    plane: app\n    ports:\n        - port: 1\n',
      'kind: Service\nspec:\n  plane: app\n  ports:\n    - port: 1\n',
    ],
    [
      'spaces flow maps and trailing comments',
      'kind: Service\nmetadata: {name: a,   title: b}    # why\n',
      'kind: Service\nmetadata: { name: a, title: b } # why\n',
    ],
    [
      'keeps quotes, anchors and blank lines',
      'kind: "Service"\n\nspec: &s\n  plane: \'app\'\nother: *s\n',
      'kind: "Service"\n\nspec: &s\n  plane: \'app\'\nother: *s\n',
    ],
    [
      'keeps CRLF',
      'kind: Service\r\nspec:\r\n    plane: app\r\n',
      'kind: Service\r\nspec:\r\n  plane: app\r\n',
    ],
    [
      'leaves what is broken',
      'kind: "Service\nspec:\n    plane: app\n',
      'kind: "Service\nspec:\n    plane: app\n',
    ],
    [
      'formats one document and leaves its broken neighbour',
      'a: [1\n---\nkind: Service\nspec:\n    plane: app\n',
      'a: [1\n---\nkind: Service\nspec:\n  plane: app\n',
    ],
    ['leaves JSON to others', '{"kind":"Service"}\n', '{"kind":"Service"}\n'],
  ])('%s', (_, text, expected) => {
    expect(formatted(text)).toBe(expected);
  });

  test.each(samples)('%s: idempotent, no value and no comment changes', (_, text) => {
    const once = formatted(text);
    expect(formatted(once)).toBe(once);
    const values = (each: string) => parseManifest(each).documents.map(({ document }) => document.value);
    expect(values(once)).toEqual(values(text));
    expect(once.match(/#.*/g)).toEqual(text.match(/#.*/g));
  });

  test('any text: idempotent, and never another value', () => {
    const line = fc.tuple(
      fc.constantFrom('', '  ', '    '),
      fc.constantFrom(
        'kind: Service',
        'a: {x: 1,y: [2,3]}',
        '- b  # c',
        'c:',
        '# note',
        'd: |',
        'text',
        '"q" : \'r\'',
        '? e',
        ': f',
        '---',
        '<<: *x',
        'g: &x {}',
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = lines.map(([indent, content]) => `${indent}${content}\n`).join('');
        const once = formatted(text);
        expect(formatted(once)).toBe(once);
        const values = (each: string) => parseManifest(each).documents.map(({ document }) => document.value);
        expect(values(once)).toEqual(values(text));
      }),
      { numRuns: 300 },
    );
  });
});

test('folding: documents, maps, lists, block texts, comments', () => {
  const text =
    '# one\n# two\nkind: Service\nspec:\n  ports:\n    - port: 1\n      name: a\n  command: |\n    run\n\n---\nkind: Policy\nmetadata: { name: a }\n';
  const ranges = foldingRanges(parseManifest(text)).map(
    ({ startLine, endLine, kind }) => `${startLine}-${endLine}${kind ? ` ${kind}` : ''}`,
  );
  expect(ranges).toEqual(['0-8', '3-8', '4-6', '7-8', '5-6', '0-1 comment', '10-12']);
});

test('selection grows from the value to the file', () => {
  const { text, offset } = atCursor('kind: Service\nmetadata:\n  tags: { Owner: te|am, Vertical: a }\n');
  const steps: string[] = [];
  const starts = lineStartsOf(text);
  for (let at: SelectionRange | undefined = selectionRange(parseManifest(text), offset); at; at = at.parent) {
    const { start, end } = at.range;
    steps.push(
      text.slice((starts[start.line] ?? 0) + start.character, (starts[end.line] ?? 0) + end.character),
    );
  }
  expect(steps).toEqual([
    'team',
    'Owner: team',
    '{ Owner: team, Vertical: a }',
    'tags: { Owner: team, Vertical: a }',
    'metadata:\n  tags: { Owner: team, Vertical: a }',
    text.trimEnd(),
  ]);
});

test('links: URLs, images, API definitions', () => {
  const text =
    'kind: Service\nmetadata:\n  links: [{ url: "https://docs.heady.systems/a" }]\nspec:\n  image: registry.heady.systems/health/billing:2.4.1\n  env: { A: "http://{host}/x" }\n---\nkind: Api\nspec:\n  definition: ../openapi/billing.yaml\n';
  const links = documentLinks(parseManifest(text), 'file:///w/apis/a.heady.yaml');
  expect(links.map(({ target }) => target)).toEqual([
    'https://docs.heady.systems/a',
    'https://registry.heady.systems/health/billing',
    'file:///w/openapi/billing.yaml',
  ]);
});

describe('hints and lenses', () => {
  const image = (version: string) =>
    `apiVersion: heady.systems/v1\nkind: GoldenImage\nmetadata: { name: heady-dev }\nspec: { version: ${version}, os: { family: ubuntu }, layers: [], state: sealed }\n`;
  const service = (name: string, amount: number) =>
    `apiVersion: heady.systems/v1\nkind: Service\nmetadata: { name: ${name}, tags: { Vertical: dev } }\nspec: { environment: ${name.split('-')[0]}, plane: app, runtime: podman, monthlyCost: { amount: ${amount}, currency: USD } }\n`;
  const files: Record<string, string> = {
    'file:///w/images.heady.yaml': `${image('1.9.0')}---\n${image('1.10.0')}`,
    'file:///w/services.heady.yaml': [
      service('dev-dev-a', 10),
      service('dev-dev-b', 5),
      service('prod-dev-a', 1200),
    ].join('---\n'),
    'file:///w/vertical.heady.yaml':
      'apiVersion: heady.systems/v1\nkind: Vertical\nmetadata: { name: dev }\nspec:\n  focus: x\n  vm: heady-dev\n  monthlyCostCeiling: { amount: 5000, currency: USD }\n',
  };
  const index = new WorkspaceIndex();
  for (const [uri, text] of Object.entries(files)) index.set(uri, parseManifest(text));
  const project = new Project(new Catalog(index), { docsUri: 'file:///docs' });
  const vertical = project.file('file:///w/vertical.heady.yaml');
  if (!vertical) throw new Error('no file');

  test('the latest version of an image, and what a vertical spends', () => {
    const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    expect(
      inlayHints(project, vertical, whole).map(
        ({ label, position }) => `${position.line}:${position.character} ${label}`,
      ),
    ).toEqual(['5:15 @1.10.0', '6:36 spent: dev 15, prod 1,200']);
    expect(inlayHints(project, vertical, { ...whole, end: { line: 2, character: 0 } })).toEqual([]);
  });

  test('references and state above each manifest', () => {
    const lenses = codeLenses(project, vertical, 'file:///w/vertical.heady.yaml');
    expect(lenses.map(({ command, range }) => `${range.start.line} ${command?.title}`)).toEqual([
      '2 3 references',
      '2 catalog not reached',
      '2 Impact: no findings',
    ]);
    expect(
      codeLenses(project, vertical, 'file:///w/vertical.heady.yaml', { impact: false, details: false }),
    ).toHaveLength(2);
  });
});
