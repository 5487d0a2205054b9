import type { ManifestDocument } from '../manifest/document.ts';
import { applyEdits } from '../manifest/edit.ts';
import { parseManifest } from '../manifest/parse.ts';
import type { Fix, Rule, RuleContext } from './rule.ts';

/** Length (UTF-16 units) times faults above which nothing is tried: each try parses and checks the whole document. */
const MAX_EFFORT = 200_000;

/**
 * Whether a fix, when tried on the document, removes a finding of its rule and adds none of another. What a
 * preferred fix of an unknown kind uncovers does not count: until the kind is right, most of the document is not
 * looked at.
 *
 * @param findings how many findings of each rule a state of the document has
 */
export function isSound(
  fix: Fix,
  rule: Rule,
  context: RuleContext,
  findings: (document: ManifestDocument) => ReadonlyMap<string, number>,
): boolean {
  const { document, at } = context;
  if (fix.command || effortOf(document) > MAX_EFFORT) return true;
  const own = fix.edits.filter((part) => part.at.uri === at.uri && part.at.index === at.index);
  const text = applyEdits(
    document.text,
    own.flatMap(({ edits }) => edits),
  );
  const [outcome] = parseManifest(text).documents;
  if (!outcome) return false;
  const [before, after] = [findings(document), findings(outcome.document)];
  const [left, had] = [after.get(rule.id) ?? 0, before.get(rule.id) ?? 0];
  if (fix.isPartial ? left > had : left >= had) return false;
  if (rule.id === 'schema/unknown-kind' && fix.isPreferred) return true;
  return [...after].every(([id, count]) => count <= (before.get(id) ?? 0));
}

function effortOf({ text, schemaProblems, syntaxProblems, suppressions }: ManifestDocument): number {
  return text.length * (1 + schemaProblems.length + syntaxProblems.length + suppressions.length);
}
