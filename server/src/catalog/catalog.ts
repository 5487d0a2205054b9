import picomatch from 'picomatch';
import type { Environment, ManifestDocument } from '../manifest/document.ts';
import type {
  CatalogEntry,
  CatalogFacts,
  Declaration,
  DocumentRef,
  Knowledge,
  Known,
  PolicySetting,
  Reference,
  WorkOut,
} from '../rules/facts.ts';
import { knownDocument, knownEntry } from '../rules/known.ts';
import type { SeveritySetting } from '../rules/levels.ts';
import { findReferences, type NamedReference, namesOf, referencesOf } from '../rules/references.ts';
import { type ControlPlaneKnowledge, NO_CONTROL_PLANE } from './knowledge.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

/** A registered entry that names another. */
export interface RegisteredReference {
  entry: CatalogEntry;
  reference: NamedReference;
}

/** The one catalog: the workspace's manifests and what the control plane knows, as the rules ask for it. */
export class Catalog implements CatalogFacts {
  readonly workspace: WorkspaceIndex;
  readonly #controlPlane: () => ControlPlaneKnowledge;
  readonly #identity: readonly string[];
  readonly #isComplete: () => boolean;
  readonly #now: () => Date;
  #ignore: { globs: readonly string[]; matches: (path: string) => boolean } = {
    globs: [],
    matches: () => false,
  };
  /** By kind and name: registered entries that refer to it. */
  #registered:
    | { knowledge: ControlPlaneKnowledge; places: ReadonlyMap<string, readonly RegisteredReference[]> }
    | undefined;
  /** What was worked out from the facts as of a version of the workspace and a state of the control plane. */
  #kept: { version: number; knowledge: ControlPlaneKnowledge; values: Map<unknown, unknown> } | undefined;

  /**
   * @param controlPlane asked anew each time, as what is known of it changes
   * @param identity names under which git knows the author, to guess an owner by
   * @param isComplete whether the whole workspace has been read
   * @param now the clock, by which exemptions expire
   */
  constructor(
    workspace: WorkspaceIndex,
    controlPlane: () => ControlPlaneKnowledge = () => NO_CONTROL_PLANE,
    identity: readonly string[] = [],
    isComplete: () => boolean = () => true,
    now: () => Date = () => new Date(),
  ) {
    this.workspace = workspace;
    this.#controlPlane = controlPlane;
    this.#identity = identity;
    this.#isComplete = isComplete;
    this.#now = now;
  }

  get today(): string {
    const now = this.#now();
    const [month, day] = [now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0'));
    return `${now.getFullYear()}-${month}-${day}`;
  }

  get isComplete(): boolean {
    return this.#isComplete();
  }

  get seesAll(): boolean {
    const { reached } = this.controlPlane;
    if (!this.isComplete || reached === 'unknown') return false;
    return reached === 'known' || !this.workspace.namesControlPlanes;
  }

  get controlPlane(): ControlPlaneKnowledge {
    return this.#controlPlane();
  }

  /**
   * Whether a policy asks not to report a file (`Policy.ignore`); it stays in the catalog all the same.
   *
   * @param path relative to its workspace folder, with `/`
   */
  isIgnored(path: string): boolean {
    const globs = this.workspace.ignoreGlobs();
    if (globs !== this.#ignore.globs) this.#ignore = { globs, matches: picomatch([...globs], { dot: true }) };
    return globs.length > 0 && this.#ignore.matches(path);
  }

  declarations(kind: string, name: string): readonly Declaration[] {
    return this.workspace.declarationsOf(kind, name);
  }

  documentsOf(kind: string): readonly Declaration[] {
    return this.workspace.documentsOf(kind);
  }

  derived<T>(workOut: WorkOut<T>): T {
    return this.#keep(workOut, () => workOut(this));
  }

  known(
    kind: string,
    names: string | readonly string[],
    fits: (candidate: Known) => boolean = () => true,
  ): Knowledge<readonly Known[]> {
    const { documents, entries } = this.#knownByName();
    const value: Known[] = [];
    const take = (candidate: Known) => fits(candidate) && value.push(candidate);
    const keys =
      typeof names === 'string' ? [nameKey(kind, names)] : names.map((name) => nameKey(kind, name));
    for (const key of keys) for (const at of documents.get(key) ?? []) this.#knownAt(at).forEach(take);
    for (const key of keys) entries.get(key)?.forEach(take);
    if (value.length > 0) return { state: 'known', value };
    return { state: this.seesAll ? 'absent' : 'unknown' };
  }

  knownOf(kind: string): readonly Known[] {
    const registered = [...this.controlPlane.entries()].filter((entry) => entry.kind === kind);
    return [...this.documentsOf(kind).map(knownDocument), ...registered.map(knownEntry)];
  }

  references(kind: string, name: string): readonly Reference[] {
    const places = this.#referencesByName().get(nameKey(kind, name)) ?? [];
    return places.flatMap(({ at, reference }) => {
      const document = this.#documentAt(at);
      return document ? [{ ...reference, at, document }] : [];
    });
  }

  /** Registered entries, described in the workspace or not, that refer to this kind and full name. */
  registeredReferences(kind: string, name: string): readonly RegisteredReference[] {
    return this.#registeredReferencesByName().get(nameKey(kind, name)) ?? [];
  }

  entry(
    kind: string,
    name: string,
    environment: Environment | undefined,
    release?: string,
  ): Knowledge<CatalogEntry> {
    return this.controlPlane.entry(kind, name, environment, release);
  }

  owners(): readonly string[] {
    return union(this.workspace.policyOwners(), this.controlPlane.owners());
  }

  verticals(): readonly string[] {
    return union(this.workspace.verticals(), this.controlPlane.verticals());
  }

  policySettings(ruleId: string): readonly PolicySetting[] {
    return this.workspace.policySettings(ruleId);
  }

  verticalCheck(vertical: string, ruleId: string): SeveritySetting | undefined {
    return this.workspace.verticalCheck(vertical, ruleId);
  }

  /** The author's own team where git names one that is known, else the team that owns most of the vertical. */
  likelyOwner(vertical: string | undefined): string | undefined {
    const owners = this.owners();
    const own = owners.find((owner) => this.#identity.includes(owner));
    if (own || vertical === undefined) return own;
    const counts = new Map<string, number>();
    for (const { document } of this.workspace.declarations()) {
      if (document.statedText(['metadata', 'tags', 'Vertical']) !== vertical) continue;
      const owner = document.statedText(['metadata', 'tags', 'Owner']);
      if (owner) counts.set(owner, (counts.get(owner) ?? 0) + 1);
    }
    return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
  }

  /** Documents under the names that they bear, fitting or not, and entries. */
  #knownByName() {
    return this.#keep('known by name', () => {
      const documents = new Map<string, DocumentRef[]>();
      for (const { at, document } of this.workspace.documents()) {
        const { kind, name } = document;
        if (kind && name) append(documents, nameKey(kind, name), at);
      }
      const entries = new Map<string, Known[]>();
      for (const entry of this.controlPlane.entries()) {
        append(entries, nameKey(entry.kind, entry.name), knownEntry(entry));
      }
      return { documents, entries };
    });
  }

  #referencesByName() {
    return this.#keep('references by name', () => {
      const places = new Map<string, { at: DocumentRef; reference: NamedReference }[]>();
      for (const { at, document } of this.workspace.documents()) {
        for (const reference of referencesOf(document)) {
          for (const name of namesOf(reference))
            append(places, nameKey(reference.kind, name), { at, reference });
        }
      }
      return places;
    });
  }

  /** Holds as long as nothing is registered anew, whatever the workspace says meanwhile. */
  #registeredReferencesByName(): ReadonlyMap<string, readonly RegisteredReference[]> {
    const knowledge = this.controlPlane;
    if (this.#registered?.knowledge === knowledge) return this.#registered.places;
    const places = new Map<string, RegisteredReference[]>();
    for (const entry of knowledge.entries()) {
      for (const reference of registeredReferencesOf(entry)) {
        for (const name of namesOf(reference))
          append(places, nameKey(reference.kind, name), { entry, reference });
      }
    }
    this.#registered = { knowledge, places };
    return places;
  }

  #keep<T>(key: unknown, workOut: () => T): T {
    const { version } = this.workspace;
    const knowledge = this.controlPlane;
    if (this.#kept?.version !== version || this.#kept.knowledge !== knowledge) {
      this.#kept = { version, knowledge, values: new Map() };
    }
    const { values } = this.#kept;
    if (!values.has(key)) values.set(key, workOut());
    return values.get(key) as T;
  }

  #documentAt(at: DocumentRef): ManifestDocument | undefined {
    return this.workspace.file(at.uri)?.documents[at.index]?.document;
  }

  #knownAt(at: DocumentRef): Known[] {
    const document = this.#documentAt(at);
    if (!document?.kind || !document.name) return [];
    return [knownDocument({ at, kind: document.kind, name: document.name, document })];
  }
}

const referencesOfEntries = new WeakMap<CatalogEntry, readonly NamedReference[]>();

/** What a registered entry refers to. Worked out once: of a large catalog few entries change at a time. */
export function registeredReferencesOf(entry: CatalogEntry): readonly NamedReference[] {
  const references = referencesOfEntries.get(entry) ?? findReferences(knownEntry(entry));
  referencesOfEntries.set(entry, references);
  return references;
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function nameKey(kind: string, name: string): string {
  return `${kind}\0${name}`;
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return b.length === 0 ? a : [...new Set([...a, ...b])].sort();
}
