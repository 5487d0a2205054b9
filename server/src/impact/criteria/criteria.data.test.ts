import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ImpactField } from '../finding.ts';
import { wordsOf } from '../text/words.ts';
import { builtInCriteria } from './builtIn.ts';
import { builtInWeights } from './builtInWeights.ts';
import { findCriteria } from './findCriteria.ts';

type Case = Partial<Record<ImpactField, string>>;
interface Entry {
  id: string;
  cases: { found: Case[]; clean: Case[] };
}

const data = (file: string): Entry[] =>
  parse(readFileSync(new URL(`../data/criteria/${file}.yaml`, import.meta.url), 'utf8'));

function entriesIn(text: string, field: string): string[] {
  return findCriteria(text, wordsOf(text), field as ImpactField, builtInCriteria(), builtInWeights()).map(
    (finding) => finding.entry,
  );
}

describe.each([...data('attributes'), ...data('proxies')].map((entry) => [entry.id, entry] as const))(
  '%s',
  (id, entry) => {
    it.each(entry.cases.found.flatMap((one) => Object.entries(one)))('is found in %s: %s', (field, text) => {
      expect(entriesIn(text, field)).toContain(id);
    });

    it.each(entry.cases.clean.flatMap((one) => Object.entries(one)))('leaves %s alone: %s', (field, text) => {
      expect(entriesIn(text, field)).toEqual([]);
    });
  },
);
