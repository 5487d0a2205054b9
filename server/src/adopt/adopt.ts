import type { Plain } from '../manifest/tree.ts';
import type { Decisions } from './decisions.ts';
import type { AdoptedKind } from './draft.ts';
import { type Difference, differencesOf, type Existing, type ExistingManifest } from './existing.ts';
import type { Origin, SourceFile } from './located.ts';
import { type MappedField, manifestOf, sourceId } from './manifest.ts';
import { type Named, nameAll } from './names.ts';
import { type Note, Notes } from './notes.ts';
import { pathOf } from './paths.ts';
import { plainManifest, printManifest } from './print.ts';
import { type ReadSource, readSources } from './read.ts';
import { Directory, resolveReferences } from './references.ts';
import { decisionOf, settle } from './settle.ts';
import { gather } from './things.ts';

export interface AdoptInput {
  files: readonly SourceFile[];
  decisions: Decisions;
  existing: Existing;
  /** Folder below which manifests are proposed, from the root of the workspace, with `/`; empty: the root itself. */
  folder: string;
}

/** `new`: nothing of the kind is there; `there`: the manifest says all that the source does; `differs`: it does not. */
export type ProposalStatus = 'new' | 'there' | 'differs';

/** A manifest that is proposed for something in the sources. */
export interface Proposal {
  kind: AdoptedKind;
  /** That of the manifest which is there, if one is. */
  name: string;
  /** Where it goes, or is, from the root of the workspace, with `/`. */
  path: string;
  text: string;
  status: ProposalStatus;
  /** Absent for new ones. */
  existing?: ExistingManifest;
  differences: Difference[];
  fields: MappedField[];
  /** Where the sources describe it, the one that tells most first. */
  origins: Origin[];
}

/** What becomes of sources: manifests, and what is to be said of them. */
export interface Adoption {
  sources: ReadSource[];
  proposals: Proposal[];
  notes: Note[];
}

/** Turns descriptions of services into manifests. Reads and writes nothing, and never throws for what a source says. */
export function adopt({ files, decisions, existing, folder }: AdoptInput): Adoption {
  const notes = new Notes();
  const { drafts, sources } = readSources(files, notes);
  const wanted = drafts.filter((draft) => !decisionOf(draft, decisions)?.skip);
  const things = gather(wanted, notes).map((thing) => ({ ...thing, settled: settle(thing, decisions) }));
  const named = nameAll(things, notes);
  const found = new Map(named.map((each) => [each, manifestThere(each, existing)]));
  const nameOf = (each: Named) => found.get(each)?.name ?? each.name;
  const directory = new Directory(named);
  const taken = new Set<string>();
  const proposals = named.map((each): Proposal => {
    const there = found.get(each);
    const path = there?.path ?? freePath(pathOf(each, folder), taken);
    const resolved = resolveReferences(each, directory, nameOf, notes);
    const manifest = { ...manifestOf(each, resolved, path, notes), name: nameOf(each) };
    const source = sourceId(each);
    const differences = there ? differencesOf(plainManifest(manifest, source) as Plain, there) : [];
    return {
      kind: manifest.kind,
      name: manifest.name,
      path,
      text: printManifest(manifest, source),
      status: there ? (differences.length > 0 ? 'differs' : 'there') : 'new',
      ...(there ? { existing: there } : {}),
      differences,
      fields: manifest.fields,
      origins: each.parts.map(({ at }) => at),
    };
  });
  return { sources, proposals: proposals.sort(byPath), notes: notes.all.sort(byPlace) };
}

function manifestThere(named: Named, existing: Existing): ExistingManifest | undefined {
  const environment = named.settled.environment?.value;
  return existing.find(named.whole.kind, named.name, sourceId(named), environment);
}

/** Names differ, but what Windows reserves may make one path of two. */
function freePath(path: string, taken: Set<string>): string {
  let free = path;
  for (let number = 2; taken.has(free); number++) free = path.replace(/(?:\.heady\.yaml)$/, `-${number}$&`);
  taken.add(free);
  return free;
}

function byPath(a: Proposal, b: Proposal): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

function byPlace(a: Note, b: Note): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line;
}
