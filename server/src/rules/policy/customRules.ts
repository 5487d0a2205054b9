import type { ManifestDocument } from '../../manifest/document.ts';
import type { CatalogFacts, DocumentRef } from '../facts.ts';
import { keep } from '../keep.ts';
import { isSameDocument } from '../naming/rename.ts';
import type { Rule } from '../rule.ts';
import { rulesDefinedBy } from './customRule.ts';

interface Compiled {
  at: DocumentRef;
  rules: Rule[];
}

const ofDocument = new WeakMap<ManifestDocument, Compiled>();

/** The rules that the workspace's policies define (`policy/<id>`), each policy compiled once. */
export function customRules(facts: CatalogFacts): readonly Rule[] {
  return definedBy(facts.documentsOf('Policy'));
}

const definedBy = keep((policies) => policies.flatMap(({ document, at }) => compiled(document, at)));

/** Findings link to the policy, so a policy that moved is compiled again. */
function compiled(document: ManifestDocument, at: DocumentRef): readonly Rule[] {
  const known = ofDocument.get(document);
  if (known && isSameDocument(known.at, at)) return known.rules;
  const rules = rulesDefinedBy(document, at);
  ofDocument.set(document, { at, rules });
  return rules;
}
