import { setValue } from '../../manifest/edits.ts';
import { nearest } from '../../manifest/nearest.ts';
import type { CatalogFacts, Knowledge, Known, WorkOut } from '../facts.ts';
import { fixHere, shown } from '../fix.ts';
import { type NamedReference, namesOf, referencesOf, writtenAs } from '../references.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { closesCycle } from './dependencies.ts';

const VERSION = ['spec', 'version'];

export const unknownReference: Rule = {
  id: 'catalog/unknown-reference',
  summary: 'What a manifest refers to is in the workspace or the catalog.',
  severity: 'error',
  raised: false,
  *check(context) {
    const { document, facts } = context;
    for (const reference of referencesOf(document)) {
      if (isItself(reference, context) || lookUp(reference, facts).state !== 'absent') continue;
      const message = messageOf(reference, facts);
      yield { ...document.place(reference.path), message, data: reference };
    }
  },
  fixes({ data }, context) {
    const reference = data as NamedReference;
    const written = context.document.statedText(reference.path) ?? '';
    const meant = nearest(written, candidates(reference, context));
    if (meant === undefined || meant === context.document.name) return [];
    if (wouldCloseCycle(reference, meant, context)) return [];
    const edit = setValue(context.document, reference.path, meant);
    // Names of services are much alike: whether this one is meant, its writer has to say.
    return fixHere(context, `Replace with ${shown(meant)}`, edit, false);
  },
};

/** What the catalog knows of what a reference names; a golden image by name and version (decision 15). */
function lookUp(reference: NamedReference, facts: CatalogFacts): Knowledge<readonly Known[]> {
  const { kind, version } = reference;
  return facts.known(
    kind,
    namesOf(reference),
    (candidate) => version === undefined || candidate.stated(VERSION) === version,
  );
}

function messageOf(reference: NamedReference, facts: CatalogFacts): string {
  const { kind, name, version, inAnyEnvironment } = reference;
  const versions = version === undefined ? [] : versionsOf(name, facts);
  if (versions.length > 0) {
    return `The ${kind} "${name}" has no version "${version}"; known: ${versions.map((each) => `"${each}"`).join(', ')}.`;
  }
  const where = inAnyEnvironment ? ' in any environment' : '';
  return `There is no ${kind} "${name}"${where}, neither in the workspace nor in the catalog.`;
}

function versionsOf(name: string, facts: CatalogFacts): string[] {
  const answer = facts.known('GoldenImage', name);
  const versions = answer.state === 'known' ? answer.value.map((image) => image.stated(VERSION)) : [];
  return [...new Set(versions.filter((version) => typeof version === 'string'))];
}

/** How everything known that could be meant would be written. */
function candidates(reference: NamedReference, { facts }: RuleContext): readonly string[] {
  if (reference.version !== undefined) return facts.derived(imagesByVersion);
  const names = facts.derived(namesByKind)(reference.kind);
  return reference.inAnyEnvironment ? [...new Set(names.map((name) => writtenAs(reference, name)))] : names;
}

const imagesByVersion: WorkOut<readonly string[]> = (facts) =>
  unique(facts.knownOf('GoldenImage').map(({ name, stated }) => `${name}@${String(stated(VERSION) ?? '')}`));

/** The same list for a kind each time: what is worked out from it is kept too. */
const namesByKind: WorkOut<(kind: string) => readonly string[]> = (facts) => {
  const known = new Map<string, readonly string[]>();
  return (kind) => {
    const names = known.get(kind) ?? unique(facts.knownOf(kind).map(({ name }) => name));
    known.set(kind, names);
    return names;
  };
};

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

function wouldCloseCycle(
  { kind, path }: NamedReference,
  to: string,
  { document, facts }: RuleContext,
): boolean {
  return path[1] === 'dependsOn' && closesCycle(facts, kind, document.name ?? '', to);
}

/** A document knows itself, also under a name that it is about to get. */
function isItself({ kind, name }: NamedReference, { document }: RuleContext): boolean {
  return kind === document.kind && name === document.name && kind !== 'GoldenImage';
}
