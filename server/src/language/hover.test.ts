import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver-types';
import { parseManifest } from '../manifest/parse.ts';
import { hover } from './hover.ts';
import { atCursor, SAMPLE_CATALOG } from './testSupport.ts';

function hoverAt(marked: string): { markdown: string; over: string } | undefined {
  const { text, offset } = atCursor(marked);
  const found = hover(parseManifest(text), offset, SAMPLE_CATALOG);
  if (!found?.range) return undefined;
  const { start, end } = found.range;
  const line = text.split(/\r?\n/)[start.line] ?? '';
  return {
    markdown: (found.contents as MarkupContent).value,
    over: line.slice(start.character, end.character),
  };
}

describe('a key', () => {
  it.each([
    ['replicas', 'kind: Service\nspec:\n  repl|icas: 2', 'How many run at once'],
    [
      'focus',
      'kind: Policy\r\n---\r\nkind: Vertical\r\nspec:\r\n  fo|cus: x\r\n',
      'What the vertical is about',
    ],
  ])('%s is explained by its schema, with LF and CRLF', (over, marked, words) => {
    expect(hoverAt(marked)).toEqual({ over, markdown: expect.stringContaining(words) });
  });
});

describe('nothing is said', () => {
  it('in an empty file', () => {
    expect(hoverAt('|')).toBeUndefined();
  });

  it('of what a merge key brings along', () => {
    const text = 'kind: Service\nx: &x { dependsOn: [prod-health-billing-db] }\nspec:\n  <<: *x|\n';
    expect(hoverAt(text)).toBeUndefined();
  });
});

it('is answered at every offset of every sample, cut anywhere', () => {
  const samples = globSync('samples/**/*.{yaml,json}', { dot: true }).map((path) =>
    readFileSync(path, 'utf8'),
  );
  expect(samples.length).toBeGreaterThan(30);
  for (const sample of samples) {
    const cut = sample.slice(0, Math.floor(sample.length * 0.7));
    for (const text of [sample, cut, cut.replaceAll('\n', '\r\n')]) {
      const file = parseManifest(text);
      for (let offset = 0; offset <= text.length; offset += 7) {
        hover(file, offset, SAMPLE_CATALOG); // throws, or all is well
      }
    }
  }
});
