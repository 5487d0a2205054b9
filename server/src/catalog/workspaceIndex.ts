import type { ManifestDocument } from '../manifest/document.ts';
import type { ManifestFile } from '../manifest/file.ts';
import type { Declaration, DocumentRef, PolicySetting } from '../rules/facts.ts';
import { isGoverning } from '../rules/governing.ts';
import type { SeveritySetting } from '../rules/levels.ts';
import { checkIn } from '../rules/policy/settings.ts';
import { digestOf, factsOf } from './documentFacts.ts';
import { type Governance, governanceOf } from './governance.ts';

/**
 * The manifests of a workspace and the facts they state. Holds parsed files by URI; whoever owns it feeds it from
 * disk and from the editor. `version` grows when a fact that other files depend on changes, not with every edit;
 * taking over an edited file costs what that file holds, not what the workspace does.
 */
export class WorkspaceIndex {
  readonly #files = new Map<string, IndexedFile>();
  /** Files that nobody looked into yet, with what wakes them. Their URIs are in `#files` as well. */
  readonly #asleep = new Map<string, () => ManifestFile>();
  readonly #byName = new Map<string, Declaration[]>();
  /** Documents by kind, for the kinds that were asked for since one of their documents changed. */
  readonly #byKind = new Map<string, readonly Declaration[]>();
  /** URIs in order, until a file comes or goes. */
  #sorted: readonly string[] | undefined;
  #version = 0;
  #governance: Governance | undefined;
  /** How many hold the version back, and whether it was to grow meanwhile. */
  #holds = 0;
  #isOverdue = false;

  get version(): number {
    return this.#version;
  }

  get uris(): Iterable<string> {
    return this.#files.keys();
  }

  get size(): number {
    return this.#files.size;
  }

  /**
   * Lets the version stand while many files change, so that what is worked out from all of them is not worked out again
   * for each of them.
   *
   * @returns what lets it grow again; to be called once
   */
  hold(): () => void {
    this.#holds++;
    return () => {
      this.#holds--;
      if (this.#holds > 0 || !this.#isOverdue) return;
      this.#isOverdue = false;
      this.#version++;
    };
  }

  file(uri: string): ManifestFile | undefined {
    this.#wake(uri);
    return this.#files.get(uri)?.file;
  }

  /** Takes a file over, new or changed. */
  set(uri: string, file: ManifestFile): void {
    const facts = factsOf(file);
    const before = this.#files.get(uri);
    const isSame = before?.facts === undefined ? before?.digest === digestOf(facts) : before.facts === facts;
    this.#replace(uri, { file, facts, digest: undefined, declarations: declarationsIn(uri, file) });
    if (!isSame) this.#changed();
  }

  /**
   * Takes a file over that need not be looked into before somebody asks for it, or across all files. It must not hold
   * what governs others: that is asked for at once.
   *
   * @param digest of its facts, see `digests`
   */
  setAsleep(uri: string, digest: string, wake: () => ManifestFile): void {
    const before = this.#files.get(uri);
    const isSame = before !== undefined && digest === digestIn(before);
    this.#replace(uri, { file: undefined, facts: undefined, digest, declarations: [] });
    this.#asleep.set(uri, wake);
    if (!isSame) this.#changed();
  }

  delete(uri: string): void {
    if (!this.#files.has(uri)) return;
    this.#replace(uri, undefined);
    this.#changed();
  }

  /** A digest of what other files may depend on in each file, in order of URI. */
  *digests(): Generator<readonly [uri: string, digest: string]> {
    for (const uri of this.#inOrder()) {
      const indexed = this.#files.get(uri);
      if (indexed) yield [uri, digestIn(indexed)];
    }
  }

  /** A digest of what other files may depend on in a file; empty for one that is not known. */
  digest(uri: string): string {
    const indexed = this.#files.get(uri);
    return indexed ? digestIn(indexed) : '';
  }

  /** Every document, in order of URI and position. */
  documents(): { at: DocumentRef; document: ManifestDocument }[] {
    this.#wakeAll();
    return this.#inOrder().flatMap((uri) =>
      (this.#files.get(uri)?.file?.documents ?? []).map(({ document }, index) => ({
        at: { uri, index },
        document,
      })),
    );
  }

  /** Every document that has a kind and a fitting name, in order of URI and position. */
  declarations(): readonly Declaration[] {
    this.#wakeAll();
    return this.#awake();
  }

  /** Those of one file. */
  declarationsIn(uri: string): readonly Declaration[] {
    this.#wake(uri);
    return this.#files.get(uri)?.declarations ?? [];
  }

  declarationsOf(kind: string, name: string): readonly Declaration[] {
    if (!isGoverning(kind)) this.#wakeAll();
    return this.#byName.get(nameKey(kind, name)) ?? [];
  }

  /** Every document of a kind that has a fitting name, in order; the same list until one of them changes. */
  documentsOf(kind: string): readonly Declaration[] {
    if (!isGoverning(kind)) this.#wakeAll();
    const known = this.#byKind.get(kind);
    if (known) return known;
    const found = this.#awake().filter((declaration) => declaration.kind === kind);
    this.#byKind.set(kind, found);
    return found;
  }

  policySettings(ruleId: string): readonly PolicySetting[] {
    return this.#govern().policySettings.get(ruleId) ?? [];
  }

  verticalCheck(vertical: string, ruleId: string): SeveritySetting | undefined {
    const checks = this.declarationsOf('Vertical', vertical).map(({ document }) => checkIn(document, ruleId));
    return checks.find((check) => check !== undefined);
  }

  /** Globs of files that the policies ask not to report. */
  ignoreGlobs(): readonly string[] {
    return this.#govern().ignore;
  }

  /** Owners that the policies name. */
  policyOwners(): readonly string[] {
    return this.#govern().owners;
  }

  /** Verticals that have a manifest or that the policies name. */
  verticals(): readonly string[] {
    return this.#govern().verticals;
  }

  /** Changes with what policies, verticals and environments state. */
  get governance(): string {
    return this.#govern().digest;
  }

  /** Whether an Environment manifest says where its control plane is. */
  get namesControlPlanes(): boolean {
    return this.#govern().namesControlPlanes;
  }

  /** Declarations of the files that are not asleep. */
  #awake(): readonly Declaration[] {
    return this.#inOrder().flatMap((uri) => this.#files.get(uri)?.declarations ?? []);
  }

  #wake(uri: string): void {
    const wake = this.#asleep.get(uri);
    if (!wake) return;
    const file = wake();
    this.#replace(uri, {
      file,
      facts: factsOf(file),
      digest: undefined,
      declarations: declarationsIn(uri, file),
    });
  }

  #wakeAll(): void {
    for (const uri of this.#asleep.keys()) this.#wake(uri);
  }

  #replace(uri: string, next: IndexedFile | undefined): void {
    const before = this.#files.get(uri)?.declarations ?? [];
    for (const declaration of before) this.#undeclare(declaration);
    if ([...before, ...(next?.declarations ?? [])].some(({ kind }) => isGoverning(kind)))
      this.#governance = undefined;
    this.#asleep.delete(uri);
    if (!next || !this.#files.has(uri)) this.#sorted = undefined;
    if (next) this.#files.set(uri, next);
    else this.#files.delete(uri);
    for (const declaration of next?.declarations ?? []) this.#declare(declaration);
  }

  #inOrder(): readonly string[] {
    this.#sorted ??= [...this.#files.keys()].sort();
    return this.#sorted;
  }

  #declare(declaration: Declaration): void {
    this.#byKind.delete(declaration.kind);
    const key = nameKey(declaration.kind, declaration.name);
    const others = this.#byName.get(key) ?? [];
    this.#byName.set(key, [...others, declaration].sort(byUriThenIndex));
  }

  #undeclare(declaration: Declaration): void {
    this.#byKind.delete(declaration.kind);
    const key = nameKey(declaration.kind, declaration.name);
    const others = this.#byName.get(key)?.filter((other) => other !== declaration) ?? [];
    if (others.length) this.#byName.set(key, others);
    else this.#byName.delete(key);
  }

  #changed(): void {
    if (this.#holds > 0) this.#isOverdue = true;
    else this.#version++;
  }

  #govern(): Governance {
    this.#governance ??= governanceOf((kind) => this.documentsOf(kind));
    return this.#governance;
  }
}

interface IndexedFile {
  /** Undefined while it is asleep. */
  file: ManifestFile | undefined;
  /** What other files may depend on, as a text to compare. Undefined while it is asleep. */
  facts: string | undefined;
  /** Of the facts, once somebody asked for it. */
  digest: string | undefined;
  declarations: Declaration[];
}

function digestIn(indexed: IndexedFile): string {
  indexed.digest ??= digestOf(indexed.facts ?? '');
  return indexed.digest;
}

function declarationsIn(uri: string, file: ManifestFile): Declaration[] {
  const found: Declaration[] = [];
  for (const [index, { document }] of file.documents.entries()) {
    const kind = document.statedText(['kind']);
    const name = document.statedText(['metadata', 'name']);
    if (kind && name) found.push({ at: { uri, index }, kind, name, document });
  }
  return found;
}

function nameKey(kind: string, name: string): string {
  return `${kind}\0${name}`;
}

function byUriThenIndex({ at: a }: Declaration, { at: b }: Declaration): number {
  return a.uri === b.uri ? a.index - b.index : a.uri < b.uri ? -1 : 1;
}
