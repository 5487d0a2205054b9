import type { ManifestDocument } from '../../manifest/document.ts';
import { setValue } from '../../manifest/edits.ts';
import type { Plain } from '../../manifest/tree.ts';
import type { Fix, Rule } from '../rule.ts';

const ACCESSIBILITY = ['spec', 'accessibility'];

/** What a promise of accessibility is made of, and what is proposed where it says nothing. */
const PROPOSED = { standard: 'WCAG 2.2', level: 'AA', locales: ['en-US'] } satisfies Record<string, Plain>;

/** Without these nobody knows what is promised. A level is good to have; not every standard has one. */
const ASKED = ['standard', 'locales'] as const;

export const accessibility: Rule = {
  id: 'impact/accessibility',
  summary: 'A service for the public states its accessibility standard and its locales.',
  severity: 'warning',
  raised: true,
  *check({ document }) {
    const missing = missingIn(document);
    if (missing.length === 0) return;
    const what = missing.map((field) => `"${field}"`).join(' and ');
    yield {
      ...document.keyPlace(ACCESSIBILITY),
      message: `The audience is public, but "accessibility" does not state ${what}: nobody can tell whether people with disabilities, or people who speak another language, can use this service. State what you promise.`,
    };
  },
  fixes(_finding, { document, at }) {
    const missing = missingIn(document);
    const edits = document.lacks(ACCESSIBILITY)
      ? [setValue(document, ACCESSIBILITY, PROPOSED)]
      : missing.map((field) => setValue(document, [...ACCESSIBILITY, field], PROPOSED[field]));
    if (edits.length === 0 || edits.some((edit) => edit === undefined)) return [];
    const fix: Fix = {
      title: `Insert ${missing.map((field) => `"${field}"`).join(' and ')}, to be kept or changed`,
      // It is a promise to people: no tool makes it for the author.
      isPreferred: false,
      edits: [{ at, edits: edits.filter((edit) => edit !== undefined) }],
    };
    return [fix];
  },
};

function missingIn(document: ManifestDocument): (typeof ASKED)[number][] {
  if (document.kind !== 'Service' || document.statedText(['spec', 'audience']) !== 'public') return [];
  return ASKED.filter((field) => {
    const path = [...ACCESSIBILITY, field];
    const value = document.stated(path);
    return document.lacks(path) || (Array.isArray(value) && value.length === 0);
  });
}
