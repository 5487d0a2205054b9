import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ENTRY_KINDS } from '../manifest/schemas.ts';
import { findingsOf } from './testing.ts';

interface Snippet {
  prefix: string[];
  body: string[];
}

const file = new URL('../../../snippets/heady-manifest.code-snippets', import.meta.url);
const snippets = Object.entries<Snippet>(JSON.parse(readFileSync(file, 'utf8')));
const manifests = snippets.filter(([, { body }]) => body[0]?.startsWith('apiVersion:'));

/** The text that a snippet leaves where every default and every first choice is taken. */
function expand({ body }: Snippet): string {
  let text = body.join('\n').replace(/\|([^,|]*)[^|]*\|\}/g, (_, first: string) => `:${first}}`);
  const values = new Map<string, string>();
  for (let inner = /\$\{(\d+):([^{}]*)\}/; inner.test(text); ) {
    text = text.replace(inner, (_, stop: string, value: string) => {
      values.set(stop, value);
      return value;
    });
  }
  return text.replace(
    /\$(\d+)|\$\{(\d+)\}/g,
    (_, bare: string, braced: string) => values.get(bare ?? braced) ?? '',
  );
}

test('there is a snippet for every kind', () => {
  const kinds = new Set(manifests.map(([, snippet]) => /^kind: (\w+)$/m.exec(expand(snippet))?.[1]));
  expect(kinds).toEqual(new Set([...ENTRY_KINDS, 'Template']));
});

test.each(manifests)('%s is a sound manifest before anything is filled in', (_, snippet) => {
  const text = expand(snippet);
  expect(text).not.toContain('$');
  // What it refers to is for the workspace to have.
  const own = findingsOf(text).filter(
    (finding) => !/^catalog\/|^image\/not-sealed|^agents\/hierarchy/.test(finding),
  );
  expect(own).toEqual([]);
});

test('no two snippets answer to the same prefix', () => {
  const prefixes = snippets.flatMap(([, { prefix }]) => prefix);
  expect(prefixes).toEqual([...new Set(prefixes)]);
});
