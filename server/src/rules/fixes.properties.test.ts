import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '../manifest/parse.ts';
import { ENTRY_KINDS } from '../manifest/schemas.ts';
import { isNull, type ManifestNode, type Span } from '../manifest/tree.ts';
import { fixAll } from './fixAll.ts';
import { rules } from './index.ts';
import { fixesOf, preferredFixes } from './lint.ts';
import type { Fix } from './rule.ts';
import { applyFix, FILE, type Found, factsOf, lintText } from './testing.ts';
import { faulty, KINDS_TRIED, WORLD } from './testManifests.ts';

/** Generous: how fast a machine is, is no property of the rules. */
const PATIENCE = { timeout: 120_000 };

/**
 * Rules that a fix may give the first occasion to find something: a registration is about another document, and a rule
 * of the organisation whose own definition was mended was not asked before.
 */
function isLate(rule: string): boolean {
  return rule === 'catalog/prod-entry' || rule.startsWith('policy/');
}

/** Each fix of each finding of the text, and what the text is after it. */
function* outcomes(text: string): Generator<{ finding: Found; fix: Fix; outcome: string }> {
  for (const finding of lintText(text, WORLD)) {
    for (const fix of fixesOf(finding, finding.options)) {
      if (!fix.command) yield { finding, fix, outcome: applyFix(fix, { [FILE]: text })[FILE] ?? '' };
    }
  }
}

function tally(found: readonly { rule: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { rule } of found) counts[rule] = (counts[rule] ?? 0) + 1;
  return counts;
}

function commentsIn(text: string): string[] {
  return (text.match(/# note \d+/g) ?? []).sort();
}

/** A scalar of a document: the keys that lead to it, where they and it are written, and what it says. */
interface Leaf {
  keys: string[];
  written: Span[];
  value: unknown;
}

/** Scalars that say something, in their order; an alias and what is below one follow their anchor, and are no values of their own. */
function* leavesOf(node: ManifestNode | undefined, keys: string[] = [], above: Span[] = []): Generator<Leaf> {
  if (!node || node.aliased || isNull(node)) return;
  if (node.type === 'scalar') yield { keys, written: [...above, node], value: node.value };
  else if (node.type === 'sequence') for (const item of node.items) yield* leavesOf(item, keys, above);
  else {
    for (const { key, value } of node.entries) {
      yield* leavesOf(value, [...keys, String(key.value)], [...above, key]);
    }
  }
}

/** Leaves of a text as words, counted; of those that `isMeant` picks. */
function leafCounts(text: string, isMeant: (leaf: Leaf) => boolean = () => true): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { document } of parseManifest(text).documents) {
    for (const leaf of leavesOf(document.root)) {
      if (!isMeant(leaf)) continue;
      const words = `${leaf.keys.join('.')}: ${JSON.stringify(leaf.value)}`;
      counts.set(words, (counts.get(words) ?? 0) + 1);
    }
  }
  return counts;
}

it('all kinds are tried', () => {
  expect([...KINDS_TRIED].sort()).toEqual([...ENTRY_KINDS].sort());
});

describe('a quick fix of a manifest with slips', PATIENCE, () => {
  it('removes its finding and adds none', () => {
    fc.assert(
      fc.property(fc.array(faulty, { minLength: 1, maxLength: 2 }), (parts) => {
        const text = parts.join('\n---\n');
        const before = lintText(text, WORLD);
        for (const { finding, fix, outcome } of outcomes(text)) {
          // What fits its schema at last can be read by others, which may find fault with it.
          const counts = (found: Found) =>
            !finding.rule.startsWith('schema/') || found.options.at.index === finding.options.at.index;
          const old = tally(before.filter(counts));
          const now = tally(lintText(outcome, WORLD).filter(counts));
          const left = (old[finding.rule] ?? 0) - (fix.isPartial ? 0 : 1);
          expect(now[finding.rule] ?? 0, `${fix.title} in\n${outcome}`).toBeLessThanOrEqual(left);
          // A kind put right lets the rest of the document be judged for the first time.
          if (finding.rule === 'schema/unknown-kind') continue;
          for (const [rule, count] of Object.entries(now)) {
            if (isLate(rule)) continue;
            expect(count, `${rule} after ${fix.title} in\n${outcome}`).toBeLessThanOrEqual(old[rule] ?? 0);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('never breaks the text, not even before it is tried', () => {
    fc.assert(
      fc.property(faulty, (text) => {
        for (const finding of lintText(text, WORLD)) {
          const rule = rules.find(({ id }) => id === finding.rule);
          const { document, at, facts } = finding.options;
          for (const fix of rule?.fixes?.(finding, { document, at, facts, environment: undefined }) ?? []) {
            const outcome = applyFix(fix, { [FILE]: text })[FILE] ?? '';
            const problems = parseManifest(outcome).documents.flatMap((each) => each.document.syntaxProblems);
            expect(problems.length, `${fix.title} in\n${outcome}`).toBeLessThanOrEqual(
              document.syntaxProblems.length,
            );
            if (!fix.command) expect(outcome).not.toBe(text);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('keeps comments, line ends, and every value that it does not write over', () => {
    fc.assert(
      fc.property(faulty, (text) => {
        for (const { fix, outcome } of outcomes(text)) {
          const edits = fix.edits.flatMap((each) => each.edits);
          const isOutside = ({ written }: Leaf) =>
            written.every(({ start, end }) => edits.every((edit) => edit.end <= start || edit.start >= end));
          const after = leafCounts(outcome);
          for (const [leaf, count] of leafCounts(text, isOutside)) {
            expect(after.get(leaf) ?? 0, `${leaf} after ${fix.title} in\n${outcome}`).toBeGreaterThanOrEqual(
              count,
            );
          }
          expect(outcome.includes('\r\n')).toBe(text.includes('\r\n'));
          // With what is removed goes what is said of it.
          if (fix.title.startsWith('Remove')) continue;
          expect(commentsIn(outcome), `${fix.title} in\n${outcome}`).toEqual(commentsIn(text));
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('fix all', PATIENCE, () => {
  it('leaves nothing to fix, adds no finding, and keeps comments and sound text', () => {
    fc.assert(
      fc.property(faulty, (text) => {
        const facts = factsOf({ [FILE]: text }, WORLD);
        let removes = false;
        const before = parseManifest(text);
        const { text: outcome, applied } = fixAll(before, FILE, parseManifest, (file) =>
          file.documents.flatMap(({ document }, index) => {
            const fixes = preferredFixes({ document, at: { uri: FILE, index }, facts });
            removes ||= fixes.some(({ title }) => title.startsWith('Remove'));
            return fixes;
          }),
        );
        if (applied === 0) expect(outcome).toBe(text);
        const [old, now] = [tally(lintText(text, WORLD)), tally(lintText(outcome, WORLD))];
        for (const [rule, count] of Object.entries(now)) {
          if (isLate(rule) || old['schema/unknown-kind']) continue;
          expect(count, `${rule} in\n${outcome}`).toBeLessThanOrEqual(old[rule] ?? 0);
        }
        for (const { document } of parseManifest(outcome).documents) {
          const left = preferredFixes({ document, at: { uri: FILE, index: 0 }, facts });
          expect(
            left.filter(({ command, edits }) => !command && edits.every(({ at }) => at.uri === FILE)),
          ).toEqual([]);
        }
        if (!removes) expect(commentsIn(outcome), outcome).toEqual(commentsIn(text));
        expect(outcome.includes('\r\n')).toBe(text.includes('\r\n'));
      }),
      { numRuns: 150 },
    );
  });
});
