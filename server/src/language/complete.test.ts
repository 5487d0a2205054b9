// biome-ignore-all lint/suspicious/noTemplateCurlyInString: LSP snippets are written like that
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import type { TextEdit } from 'vscode-languageserver-types';
import { parseManifest } from '../manifest/parse.ts';
import { complete } from './complete.ts';
import { accept } from './testCompletion.ts';
import { SAMPLE_CATALOG } from './testSupport.ts';

describe('whole manifests', () => {
  it.each([
    ['an empty file', '|', ''],
    ['a blank line', '\n  |\n', '\n'],
    ['behind a marker', 'kind: Service\n---\n|', 'kind: Service\n---\n'],
    ['right behind a marker', 'kind: Service\n---|', 'kind: Service\n---\n'],
    ['below comments', '# What for\n|', '# What for\n'],
    ['half-typed', 'Vert|', ''],
  ])('start %s', (_, before, lead) => {
    const after = `${lead}apiVersion: heady.systems/v1\nkind: Vertical\nmetadata:\n  name: \nspec:\n  focus: `;
    expect(accept(before, 'Vertical').trimEnd()).toBe(after.trimEnd());
  });

  it('have what every service must say', () => {
    expect(accept('|', 'Service', true)).toBe(
      [
        'apiVersion: heady.systems/v1',
        'kind: Service',
        'metadata:',
        '  name: $1',
        '  tags:',
        '    Owner: ${2|team-billing,team-compliance|}',
        '    Vertical: ${3|health,impact|}',
        '    DataSensitivity: ${4|public,internal,confidential,restricted|}',
        'spec:',
        '  environment: ${5|dev,test,stage,prod|}',
        '  plane: ${6|control,app,data|}',
        '  runtime: ${7|docker,podman,containerd,process|}',
      ].join('\n'),
    );
  });
});

describe('any text', () => {
  const samples = globSync('samples/**/*.{yaml,json}', { dot: true }).map((path) =>
    readFileSync(path, 'utf8'),
  );

  it('never makes it throw, and its edits stay on the line of the cursor', () => {
    expect(samples.length).toBeGreaterThan(30);
    const anyState = fc.record({
      sample: fc.constantFrom(...samples),
      cut: fc.double({ min: 0, max: 1, noNaN: true }),
      cursor: fc.double({ min: 0, max: 1, noNaN: true }),
      typed: fc.constantFrom(
        '',
        '',
        ' ',
        '-',
        '- ',
        ': ',
        '{',
        '[',
        '}',
        ']',
        '"',
        "'",
        '|',
        '#',
        '&a ',
        '\t',
        '\r\n',
        '---\n',
        '? ',
      ),
      eol: fc.constantFrom('\n', '\r\n'),
    });
    fc.assert(
      fc.property(anyState, ({ sample, cut, cursor, typed, eol }) => {
        const prefix = sample.slice(0, Math.round(cut * sample.length)).replaceAll('\n', eol);
        const offset = Math.round(cursor * prefix.length);
        const text = prefix.slice(0, offset) + typed + prefix.slice(offset);
        const at = offset + typed.length;
        const line = text.slice(0, at).split(/\r\n|\r|\n/).length - 1;
        for (const { textEdit } of complete(parseManifest(text), at, SAMPLE_CATALOG)) {
          const { start, end } = (textEdit as TextEdit).range;
          expect([start.line, end.line]).toEqual([line, line]);
          expect(end.character).toBeGreaterThanOrEqual(start.character);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('is answered at every offset of a manifest', () => {
    const text = samples.find((sample) => sample.includes('name: prod-health-billing\n')) ?? '';
    const file = parseManifest(text);
    for (let offset = 0; offset <= text.length; offset++) {
      for (const { textEdit } of complete(file, offset, SAMPLE_CATALOG)) expect(textEdit).toBeDefined();
    }
  });

  it.each([
    ['brackets', '['.repeat(20_000)],
    ['dashes', '- '.repeat(20_000)],
    ['maps', Array.from({ length: 2_000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['quotes', `a: "${"'\n".repeat(5_000)}`],
  ])('of deep %s is answered', (_, text) => {
    const file = parseManifest(text);
    expect(() => complete(file, text.length, SAMPLE_CATALOG)).not.toThrow();
  });
});
