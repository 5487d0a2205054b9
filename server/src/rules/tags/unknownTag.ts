import { setValue } from '../../manifest/edits.ts';
import { nearest } from '../../manifest/nearest.ts';
import type { CatalogFacts } from '../facts.ts';
import { fixHere, shown } from '../fix.ts';
import type { Fix, Rule, RuleContext } from '../rule.ts';

/** More names than these are no choice but a list to search. */
const MOST_OFFERED = 8;

/** A rule that a tag names something known. Where nobody lists what there is, it is silent (decision 11). */
export function unknownTag({
  id,
  tag,
  noun,
  remedy,
  namesIn,
  replace = replaceTag(tag),
}: {
  id: string;
  tag: string;
  noun: string;
  remedy: string;
  namesIn: (facts: CatalogFacts) => readonly string[];
  /** Fixes that make the tag say a name; default: just that. */
  replace?: (context: RuleContext, name: string, isPreferred: boolean) => Fix[];
}): Rule {
  const path = ['metadata', 'tags', tag];
  return {
    id,
    summary: `The tag \`${tag}\` names a known ${noun}.`,
    severity: 'warning',
    raised: false,
    *check({ document, facts }) {
      const written = document.statedText(path);
      if (!written) return;
      const names = namesIn(facts);
      if (names.length === 0 || names.includes(written) || !facts.seesAll) return;
      const meant = nearest(written, names);
      const hint = meant ? `; did you mean "${meant}"?` : `: ${remedy}.`;
      yield { ...document.place(path), message: `Nobody knows the ${noun} "${written}"${hint}` };
    },
    fixes(_finding, context) {
      const { document, facts } = context;
      const written = document.statedText(path) ?? '';
      const names = namesIn(facts);
      const meant = nearest(written, names);
      const offered = meant ? [meant] : names.length <= MOST_OFFERED ? names : [];
      return offered.flatMap((name) => replace(context, name, name === meant));
    },
  };
}

/** The fix that makes a tag say a name, and nothing else. */
export function replaceTag(tag: string) {
  return (context: RuleContext, name: string, isPreferred: boolean): Fix[] => {
    const edit = setValue(context.document, ['metadata', 'tags', tag], name);
    return fixHere(context, `Replace with ${shown(name)}`, edit, isPreferred);
  };
}
