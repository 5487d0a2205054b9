import type { Catalog } from '../../catalog/catalog.ts';
import { registeredReferencesOf } from '../../catalog/catalog.ts';
import { ENVIRONMENTS } from '../../manifest/document.ts';
import type { CatalogEntry } from '../../rules/facts.ts';
import { knownDocument, knownEntry } from '../../rules/known.ts';
import { type NamedReference, namesOf, type Referrer, referencesOf } from '../../rules/references.ts';

/** Something that manifests name, whether or not there is such a thing. */
export interface Thing {
  kind: string;
  /** The full name. */
  name: string;
}

/**
 * What a thing needs, each once, by name. What its manifests say counts; of a thing without one here, what is registered.
 * A service does not need an API that it serves itself: the API needs the service.
 */
export function dependenciesOf(catalog: Catalog, thing: Thing): Thing[] {
  const needed = referencesFrom(catalog, thing)
    .filter((reference) => !serves(catalog, thing, reference))
    .flatMap((reference) => targetsOf(catalog, reference));
  return distinct(needed);
}

/** What needs a thing, in manifests or registered, each once, by name. */
export function dependentsOf(catalog: Catalog, thing: Thing): Thing[] {
  const here = catalog.references(thing.kind, thing.name).flatMap(({ document: { kind, name } }) => {
    return kind && name ? [{ kind, name }] : [];
  });
  const registered = catalog
    .registeredReferences(thing.kind, thing.name)
    .map(({ entry: { kind, name } }) => ({ kind, name }))
    // What is described here is as it is described, not as it was registered.
    .filter(({ kind, name }) => catalog.declarations(kind, name).length === 0);
  return distinct(
    [...here, ...registered].filter((other) => !(thing.kind === 'Api' && provides(catalog, other, thing))),
  );
}

/** The registered entries of a kind and name, in whichever environments. */
export function registeredUnder(catalog: Catalog, { kind, name }: Thing): CatalogEntry[] {
  return [undefined, ...ENVIRONMENTS].flatMap((environment) => {
    const entry = catalog.entry(kind, name, environment);
    return entry.state === 'known' ? [entry.value] : [];
  });
}

function referencesFrom(catalog: Catalog, thing: Thing): readonly NamedReference[] {
  const declared = catalog.declarations(thing.kind, thing.name);
  return declared.length > 0
    ? declared.flatMap(({ document }) => referencesOf(document))
    : registeredUnder(catalog, thing).flatMap(registeredReferencesOf);
}

function serves(catalog: Catalog, thing: Thing, { kind, name }: NamedReference): boolean {
  return kind === 'Api' && provides(catalog, thing, { kind, name });
}

/** Whether a service is the one behind an API. */
function provides(catalog: Catalog, service: Thing, api: Thing): boolean {
  if (service.kind !== 'Service') return false;
  return statedBy(catalog, api).some((each) => {
    const base = each.stated(['spec', 'providedBy']);
    return typeof base === 'string' && namesOf({ name: base, inAnyEnvironment: true }).includes(service.name);
  });
}

function statedBy(catalog: Catalog, thing: Thing): Referrer[] {
  const declared = catalog.declarations(thing.kind, thing.name);
  return declared.length > 0
    ? declared.map(knownDocument)
    : registeredUnder(catalog, thing).map((entry) => knownEntry(entry));
}

/** What is meant by a name: of what may be met in any environment, those that there are. */
function targetsOf(catalog: Catalog, reference: NamedReference): Thing[] {
  const { kind } = reference;
  const things = namesOf(reference).map((name) => ({ kind, name }));
  const known = things.filter((thing) => isKnown(catalog, thing));
  if (!reference.inAnyEnvironment || known.length > 0) return reference.inAnyEnvironment ? known : things;
  return [{ kind, name: reference.name }];
}

function isKnown(catalog: Catalog, thing: Thing): boolean {
  return (
    catalog.declarations(thing.kind, thing.name).length > 0 || registeredUnder(catalog, thing).length > 0
  );
}

function distinct(things: readonly Thing[]): Thing[] {
  const byKey = new Map(things.map((thing) => [`${thing.name} ${thing.kind}`, thing]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, thing]) => thing);
}
