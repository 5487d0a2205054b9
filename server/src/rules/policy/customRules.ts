import type { ManifestDocument } from '../../manifest/document.ts';
import type { CatalogFacts, Declaration, DocumentRef } from '../facts.ts';
import { isSameDocument } from '../naming/rename.ts';
import type { Rule } from '../rule.ts';
import { rulesDefinedBy } from './customRule.ts';

interface Compiled {
  at: DocumentRef;
  rules: Rule[];
}

const ofDocument = new WeakMap<ManifestDocument, Compiled>();
const ofWorkspace = new WeakMap<readonly Declaration[], readonly Rule[]>();

/** The rules that the workspace's policies define (`policy/<id>`), each policy compiled once. */
export function customRules(facts: CatalogFacts): readonly Rule[] {
  const policies = facts.documentsOf('Policy');
  const known = ofWorkspace.get(policies);
  if (known) return known;
  const rules = policies.flatMap(({ document, at }) => compiled(document, at));
  ofWorkspace.set(policies, rules);
  return rules;
}

/** Findings link to the policy, so a policy that moved is compiled again. */
function compiled(document: ManifestDocument, at: DocumentRef): readonly Rule[] {
  const known = ofDocument.get(document);
  if (known && isSameDocument(known.at, at)) return known.rules;
  const rules = rulesDefinedBy(document, at);
  ofDocument.set(document, { at, rules });
  return rules;
}
