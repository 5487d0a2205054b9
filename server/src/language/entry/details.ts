import { fieldChange } from '../../catalog/fieldChange.ts';
import { itemsNamed } from '../../catalog/merge.ts';
import { environmentOf } from '../../manifest/environment.ts';
import { rangeOf } from '../../manifest/file.ts';
import { releaseOf } from '../../manifest/release.ts';
import { type Plain, plainAt } from '../../manifest/tree.ts';
import type { EntryDetails, EntryDetailsParams, EntryRef, EntrySource } from '../../protocol/entryDetails.ts';
import type { FieldChange } from '../../protocol/guard.ts';
import { differences } from '../../rules/catalog/differences.ts';
import type { Declaration } from '../../rules/facts.ts';
import { redacted } from '../../rules/security/redacted.ts';
import { fileName } from '../impact/items.ts';
import type { Project } from '../project.ts';
import { fieldsOf } from './fields.ts';
import { findingsOf } from './findings.ts';
import { graphOf } from './graph.ts';
import { linksOf } from './links.ts';
import { registeredUnder } from './neighbours.ts';

/** All that manifests, and what was heard of the control plane, say of an entry; undefined where they say nothing. */
export function entryDetails(
  project: Project,
  { depth, ...ref }: EntryDetailsParams,
): Omit<EntryDetails, keyof EntrySource> | undefined {
  const { catalog, folders } = project;
  const declaration = declarationOf(project, ref);
  const manifest = declaration?.document.value ?? registeredManifest(project, ref);
  const found = findingsOf(project, declaration?.at ?? NOWHERE);
  const count = (severity: string) => found.findings.filter((each) => each.severity === severity).length;
  const counts = { errors: count('error'), warnings: count('warning') };
  const items = itemsNamed(catalog, ref.kind, ref.name, () => counts);
  const item = items.find(({ environment }) => isMeant(ref, environment));
  if (!item || manifest === undefined) return undefined;
  const { kind } = item;
  return {
    state: 'known',
    item,
    ...(declaration ? placeOf(project, declaration) : {}),
    source: declaration ? 'manifest' : 'registered',
    metadata: fieldsOf(kind, 'metadata', plainAt(manifest, ['metadata'])),
    spec: fieldsOf(kind, 'spec', plainAt(manifest, ['spec'])),
    links: linksOf(catalog, item, { manifest, ...(declaration ? { uri: declaration.at.uri } : {}) }, folders),
    graph: graphOf(catalog, ref, depth),
    ...found,
    drift: declaration && item.state === 'drifted' ? driftOf(project, declaration) : [],
  };
}

/** The manifest of an entry, as it stands in the editor; undefined where it has none here. */
export function declarationOf(project: Project, ref: EntryRef): Declaration | undefined {
  return project.catalog
    .declarations(ref.kind, ref.name)
    .find(({ document }) => isMeant(ref, environmentOf(document)));
}

/** No document has this place. */
const NOWHERE = { uri: '', index: 0 };

function isMeant(ref: EntryRef, environment: EntryRef['environment']): boolean {
  return ref.environment === undefined || ref.environment === environment;
}

function registeredManifest({ catalog }: Project, ref: EntryRef): Plain | undefined {
  return registeredUnder(catalog, ref).find(({ environment }) => isMeant(ref, environment))?.manifest;
}

function placeOf(project: Project, { at, document }: Declaration): Pick<EntryDetails, 'place'> {
  const placed = project.placed(at);
  if (!placed) return {};
  const range = rangeOf(placed, document.place(['metadata', 'name']));
  return { place: { uri: at.uri, file: fileName(project.folders, at.uri), range } };
}

function driftOf({ catalog }: Project, { kind, name, document }: Declaration): FieldChange[] {
  const registered = catalog.entry(kind, name, environmentOf(document), releaseOf(document));
  if (registered.state !== 'known') return [];
  const [before, after] = [registered.value.manifest, document.value ?? null];
  return differences(after, before).map((path) => shown(fieldChange(path, before, after)));
}

function shown({ field, from, to }: FieldChange): FieldChange {
  return {
    field,
    ...(from === undefined ? {} : { from: redacted(from) }),
    ...(to === undefined ? {} : { to: redacted(to) }),
  };
}
