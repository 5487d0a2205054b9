import { setValue } from '../../manifest/edits.ts';
import type { CatalogFacts, DocumentRef, Reference } from '../facts.ts';
import { shown } from '../fix.ts';
import { namesOf, writtenAs } from '../references.ts';
import type { Edit, Fix, RuleContext } from '../rule.ts';

const NAME = ['metadata', 'name'];

/**
 * Gives the document another name, in its own text and wherever it is referred to. References stay where several
 * documents bear the old name: nobody can say which one is meant.
 */
export function renameFix(context: RuleContext, name: string, isPreferred: boolean): Fix[] {
  const { document, at, facts } = context;
  const { kind, name: old } = document;
  const own = setValue(document, NAME, name);
  if (!own || kind === undefined || old === undefined || old === name) return [];
  const shared = facts.declarations(kind, old).some((other) => !isSameDocument(other.at, at));
  const references = shared
    ? []
    : facts.references(kind, old).filter((each) => isMeant(each, old, name, facts));
  const edits = [{ at, edits: [own] }];
  for (const reference of references) collect(edits, reference, name);
  return [{ title: `Rename to ${shown(name)}`, isPreferred, edits }];
}

/** A reference to a service in any environment is met by the others too: it follows the last of them. */
function isMeant(reference: Reference, old: string, name: string, facts: CatalogFacts): boolean {
  if (!reference.inAnyEnvironment) return true;
  if (writtenAs(reference, old) === writtenAs(reference, name)) return false;
  return namesOf(reference).every((each) => each === old || facts.declarations('Service', each).length === 0);
}

export function isSameDocument(a: DocumentRef, b: DocumentRef): boolean {
  return a.uri === b.uri && a.index === b.index;
}

function collect(edits: { at: DocumentRef; edits: Edit[] }[], reference: Reference, name: string) {
  const { at, document } = reference;
  const edit = setValue(document, reference.path, writtenAs(reference, name));
  if (!edit) return;
  const known = edits.find((each) => isSameDocument(each.at, at));
  if (known) known.edits.push(edit);
  else edits.push({ at, edits: [edit] });
}
