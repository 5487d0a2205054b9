import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import type { DocumentSymbol, Range } from 'vscode-languageserver-types';
import { parseManifest } from '../manifest/parse.ts';
import { documentSymbols } from './symbols.ts';

/** The tree as indented lines: name, detail, and the text that the symbol covers, its first and last line. */
function outline(text: string): string[] {
  const lines = text.split(/\r?\n/);
  const render = (symbol: DocumentSymbol, depth: number): string[] => [
    `${'  '.repeat(depth)}${symbol.name}${symbol.detail ? ` = ${symbol.detail}` : ''} ${place(lines, symbol)}`,
    ...(symbol.children ?? []).flatMap((child) => render(child, depth + 1)),
  ];
  return documentSymbols(parseManifest(text)).flatMap((symbol) => render(symbol, 0));
}

function place(lines: string[], { range: { start, end } }: DocumentSymbol): string {
  expect(end.character).toBeLessThanOrEqual(lines[end.line]?.length ?? 0);
  return `${start.line}:${start.character}-${end.line}:${end.character}`;
}

const TWO = `# Two documents
apiVersion: heady.systems/v1
kind: Service
metadata:
  name: dev-health-x
  tags: { Owner: team-billing }
spec:
  replicas: 2
  ports:
    - { name: http, port: 80 }
    - port: 81
  dependsOn: [dev-health-y]

---
kind: Vertical
spec:
  focus: "what: it is"
`;

const TWO_OUTLINE = [
  'dev-health-x = Service 1:0-11:27',
  '  apiVersion = heady.systems/v1 1:0-1:28',
  '  kind = Service 2:0-2:13',
  '  metadata 3:0-5:31',
  '    name = dev-health-x 4:2-4:20',
  '    tags 5:2-5:31',
  '      Owner = team-billing 5:10-5:29',
  '  spec 6:0-11:27',
  '    replicas = 2 7:2-7:13',
  '    ports 8:2-10:14',
  '      http 9:6-9:30',
  '        name = http 9:8-9:18',
  '        port = 80 9:20-9:28',
  '      81 10:6-10:14',
  '        port = 81 10:6-10:14',
  '    dependsOn 11:2-11:27',
  '      dev-health-y 11:14-11:26',
  'Vertical = Vertical 14:0-16:22',
  '  kind = Vertical 14:0-14:14',
  '  spec 15:0-16:22',
  '    focus = what: it is 16:2-16:22',
];

describe('symbols', () => {
  it('nest as the fields do, one tree a document', () => {
    expect(outline(TWO)).toEqual(TWO_OUTLINE);
  });

  it('are placed alike with CRLF', () => {
    expect(outline(TWO.replaceAll('\n', '\r\n'))).toEqual(TWO_OUTLINE);
  });

  it('select the name of a document', () => {
    const [first] = documentSymbols(parseManifest(TWO));
    expect(first?.selectionRange).toEqual({
      start: { line: 4, character: 8 },
      end: { line: 4, character: 20 },
    });
  });

  it('show what is known of a broken document, and the one after it', () => {
    const broken = 'kind: Service\nmetadata:\n  name: x\nspec:\n  ports: [\n---\nkind: Policy\n';
    expect(outline(broken).filter((line) => !line.startsWith('    '))).toEqual([
      expect.stringMatching(/^x = Service/),
      expect.stringMatching(/^ {2}kind = Service/),
      expect.stringMatching(/^ {2}metadata/),
      expect.stringMatching(/^ {2}spec/),
      expect.stringMatching(/^Policy = Policy/),
      expect.stringMatching(/^ {2}kind = Policy/),
    ]);
  });

  it.each([
    ['an empty file', ''],
    ['comments', '# only\n'],
    ['a list', '- a\n'],
    ['a scalar', 'a\n'],
  ])('are none for %s', (_, text) => {
    expect(outline(text)).toEqual([]);
  });

  it('outline an anchored map where it is written, not where it is used', () => {
    const text = 'kind: Service\nx: &x\n  a: 1\ny: *x\nz:\n  <<: *x\n  b: 2\n';
    expect(outline(text).map((line) => line.trim().split(' ')[0])).toEqual([
      'Service',
      'kind',
      'x',
      'a',
      'y',
      'z',
      'b',
    ]);
  });

  it('have names, and ranges inside those of their parents, in every sample cut anywhere', () => {
    const samples = globSync('samples/**/*.{yaml,json}', { dot: true }).map((path) =>
      readFileSync(path, 'utf8'),
    );
    expect(samples.length).toBeGreaterThan(30);
    for (const sample of samples) {
      for (const share of [0.2, 0.45, 0.61, 0.83, 1]) {
        const text = sample.slice(0, Math.floor(sample.length * share));
        for (const symbol of documentSymbols(parseManifest(text))) expectSound(symbol);
      }
    }
  });
});

function expectSound({ name, range, selectionRange, children = [] }: DocumentSymbol): void {
  expect(name.trim()).not.toBe('');
  expect(contains(range, selectionRange)).toBe(true);
  for (const child of children) {
    expect(contains(range, child.range)).toBe(true);
    expectSound(child);
  }
}

function contains(outer: Range, inner: Range): boolean {
  const at = ({ line, character }: Range['start']) => line * 100_000 + character;
  return (
    at(outer.start) <= at(inner.start) && at(inner.end) <= at(outer.end) && at(inner.start) <= at(inner.end)
  );
}

it('documents that an edit above moves are outlined where they stand now', () => {
  const before = parseManifest('a: 1\n---\nb: 2\n');
  documentSymbols(before);
  const after = parseManifest('a: 1\nc: 3\n---\nb: 2\n', before);
  expect(documentSymbols(after).map(({ range }) => range.start.line)).toEqual([0, 3]);
  expect(documentSymbols(before).map(({ range }) => range.start.line)).toEqual([0, 2]);
});
