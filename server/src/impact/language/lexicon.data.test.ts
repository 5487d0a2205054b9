import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ImpactField } from '../finding.ts';
import { wordsOf } from '../text/words.ts';
import { builtInLanguage } from './builtIn.ts';
import type { LanguageData, LanguageEntry } from './entry.ts';
import { findExclusionaryLanguage } from './findExclusionaryLanguage.ts';
import { entriesOf } from './lexicon.ts';

type TestedEntry = LanguageEntry & { readonly cases: { readonly found: string[]; readonly clean: string[] } };

const folder = new URL('../data/language/', import.meta.url);
const data = Object.fromEntries(
  readdirSync(fileURLToPath(folder))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => [file.replace('.yaml', ''), parse(readFileSync(new URL(file, folder), 'utf8'))]),
) as LanguageData;
const lexicon = builtInLanguage();
const entries = entriesOf(data) as TestedEntry[];

/** A case without a space is an identifier, "key: word" a label; anything else is prose. */
function fieldOf(text: string): ImpactField {
  if (!/\s/.test(text)) return 'name';
  return /^[\w./-]+: [\w.-]+$/.test(text) ? 'label' : 'description';
}

const found = (text: string) => findExclusionaryLanguage(text, wordsOf(text), fieldOf(text), lexicon);

describe.each(entries.map((entry) => [entry.id, entry] as const))('%s', (id, entry) => {
  it.each(entry.cases.found)('finds: %s', (text) => {
    expect(found(text).map((finding) => finding.entry)).toContain(id);
    expect(lexicon.mayHaveFindings(text)).toBe(true);
  });

  it.each(entry.cases.clean)('leaves alone: %s', (text) => {
    expect(found(text).map((finding) => finding.entry)).not.toContain(id);
  });
});

it('knows every term by one id', () => {
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
});
