import type { SchemaProblem } from '../../manifest/document.ts';
import { setValue } from '../../manifest/edits.ts';
import { nearest } from '../../manifest/nearest.ts';
import { plainOf } from '../../manifest/tree.ts';
import { fixHere, shown } from '../fix.ts';
import type { Fix, RuleContext } from '../rule.ts';

/** How many of many possible values are offered. */
const OFFERED = 5;

/**
 * Fixes that put one of the suggested values in the place of the wrong one. Preferred is the one that was most
 * likely meant, or the only one there is.
 */
export function replaceBySuggestion({ path, suggestions }: SchemaProblem, context: RuleContext): Fix[] {
  const { document } = context;
  const written = plainOf(document.node(path));
  const meant =
    suggestions.length === 1
      ? suggestions[0]
      : nearest(
          String(written),
          suggestions.filter((value) => typeof value === 'string'),
        );
  return suggestions
    .slice(0, OFFERED)
    .flatMap((value) =>
      fixHere(context, `Replace with ${shown(value)}`, setValue(document, path, value), value === meant),
    );
}
