import type { ImpactFinding } from './finding.ts';
import { firstOf } from './text/firstOf.ts';

/** A phrase that an organisation leaves alone. */
export interface AllowedPhrase {
  phrase: string;
  /** Rules that leave it alone; none: all. */
  rules: readonly string[];
}

/** Findings that lie in no allowed phrase. Case does not matter, nor do the blanks and line breaks between words. */
export function withoutAllowed<T extends Pick<ImpactFinding, 'rule' | 'start' | 'end'>>(
  text: string,
  findings: readonly T[],
  allowed: readonly AllowedPhrase[],
): readonly T[] {
  if (findings.length === 0 || allowed.length === 0) return findings;
  const places = allowed.map(({ phrase, rules }) => ({ rules, places: placesOf(phrase, text) }));
  return findings.filter(
    ({ rule, start, end }) =>
      !places.some(
        (each) =>
          (each.rules.length === 0 || each.rules.includes(rule)) &&
          // Places of one phrase do not overlap: only the last that begins in time may reach far enough.
          (each.places[firstOf(each.places, ([from]) => from > start) - 1]?.[1] ?? 0) >= end,
      ),
  );
}

const patterns = new Map<string, RegExp>();
/** Phrases of policies that are long gone are forgotten in the end. */
const MAX_PATTERNS = 1_000;

function placesOf(phrase: string, text: string): (readonly [number, number])[] {
  let pattern = patterns.get(phrase);
  if (!pattern) {
    if (patterns.size >= MAX_PATTERNS) patterns.clear();
    const words = phrase
      .trim()
      .split(/\s+/)
      .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
    pattern = new RegExp(words.join('\\s+').replace(/['\u2019]/g, "['\u2019]"), 'gi');
    patterns.set(phrase, pattern);
  }
  return [...text.matchAll(pattern)].map((match) => [match.index, match.index + match[0].length] as const);
}
