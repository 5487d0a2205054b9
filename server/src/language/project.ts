import { Catalog } from '../catalog/catalog.ts';
import { ClosedFile } from '../catalog/closedFile.ts';
import { mentions } from '../catalog/documentFacts.ts';
import { NO_CONTROL_PLANE } from '../catalog/knowledge.ts';
import { mergeCatalog } from '../catalog/merge.ts';
import { Reports } from '../catalog/reports.ts';
import { WorkspaceIndex } from '../catalog/workspaceIndex.ts';
import type { ManifestFile, PlacedDocument } from '../manifest/file.ts';
import { parseManifest } from '../manifest/parse.ts';
import type { CatalogItem } from '../protocol/catalog.ts';
import type { DocumentRef } from '../rules/facts.ts';
import { fixesOf } from '../rules/lint.ts';
import type { Report, ReportedFinding } from '../rules/report.ts';
import type { Fix } from '../rules/rule.ts';
import type { CatalogView } from './catalogView.ts';
import { FolderEnvironments } from './folderEnvironments.ts';
import { occurrencesOf, type PlacedOccurrence, type Thing } from './occurrences.ts';

/** What is known of a document that is no part of the workspace: nothing beyond its own text. */
const TEXT_ALONE = new Catalog(
  new WorkspaceIndex(),
  () => NO_CONTROL_PLANE,
  [],
  () => false,
);

const OWN_SCHEMES: ReadonlySet<string> = new Set(['file:', 'untitled:']);

const NOTHING_FOUND: Report = { findings: [], undecided: [], asked: [] };

/**
 * What the language features work on: the catalog, the environments that folders are switched to, and each document's
 * findings, computed when asked for and kept until something they depend on changes.
 */
export class Project implements CatalogView {
  readonly catalog: Catalog;
  /** Folder URI of the rules' pages. */
  readonly docsUri: string;
  readonly environments: FolderEnvironments;
  /** Grows when the control plane's facts change. */
  controlPlaneVersion = 0;
  /** Open documents that are no part of the workspace, by URI. */
  readonly #apart = new Map<string, ManifestFile>();
  readonly reports: Reports;
  readonly #reportsApart = new Reports(TEXT_ALONE);
  /** The catalog merged, by kind, as of `stamp`. */
  #items: { stamp: string; all: readonly CatalogItem[] } = { stamp: '', all: [] };
  readonly #serials = new WeakMap<ManifestFile, number>();
  #nextSerial = 1;

  constructor(catalog: Catalog, options: { docsUri: string; environments?: FolderEnvironments }) {
    this.catalog = catalog;
    this.reports = new Reports(catalog);
    this.docsUri = options.docsUri;
    this.environments = options.environments ?? new FolderEnvironments();
  }

  /** URIs of the workspace folders, without a slash at the end. */
  get folders(): readonly string[] {
    return this.environments.folders;
  }

  set folders(folders: readonly string[]) {
    this.environments.folders = folders;
  }

  file(uri: string): ManifestFile | undefined {
    return this.#apart.get(uri) ?? this.catalog.workspace.file(uri);
  }

  placed(at: DocumentRef): PlacedDocument | undefined {
    return this.file(at.uri)?.documents[at.index];
  }

  owners(): readonly string[] {
    return this.catalog.owners();
  }

  verticals(): readonly string[] {
    return this.catalog.verticals();
  }

  items(kind: string): readonly CatalogItem[] {
    if (this.#items.stamp !== this.factsStamp) {
      // Names and owners are shown, findings are not: merging need not lint the workspace.
      const all = mergeCatalog(this.catalog, () => ({ errors: 0, warnings: 0 }));
      this.#items = { stamp: this.factsStamp, all };
    }
    return this.#items.all.filter((item) => item.kind === kind);
  }

  /** Every place of the workspace that names a thing, in order of file and position. */
  occurrences(thing: Thing): PlacedOccurrence[] {
    return occurrencesOf(this.#filesThatMayName(thing.name), thing);
  }

  /** Parses a new state of a file, taking over what did not change, and takes it into the catalog. */
  update(uri: string, text: string): void {
    const known = this.file(uri);
    // What was closed is parsed anew: from here on its text and tree are at hand.
    const previous = known instanceof ClosedFile ? undefined : known;
    if (previous?.text === text) return;
    const file = parseManifest(text, previous);
    if (this.#isOfWorkspace(uri)) this.catalog.workspace.set(uri, file);
    else this.#apart.set(uri, file);
  }

  /** Forgets a document that is no part of the workspace; the others stay in the catalog as they are on disk. */
  close(uri: string): void {
    this.#apart.delete(uri);
  }

  report(at: DocumentRef, { document }: PlacedDocument): Report {
    if (this.#isIgnored(at.uri)) return NOTHING_FOUND;
    const reports = this.#apart.has(at.uri) ? this.#reportsApart : this.reports;
    return reports.of(at, document, this.environments.of(at.uri));
  }

  /** `report`, where nothing has to be worked out for it. */
  reportIfReady(at: DocumentRef, { document }: PlacedDocument): Report | undefined {
    if (this.#isIgnored(at.uri)) return NOTHING_FOUND;
    return this.reports.ready(at, document, this.environments.of(at.uri));
  }

  /** Works out the findings of all files; a step for each document. */
  *judge(): Generator<void, void> {
    for (const uri of [...this.catalog.workspace.uris]) {
      for (const [index, placed] of (this.file(uri)?.documents ?? []).entries()) {
        this.report({ uri, index }, placed);
        yield;
      }
    }
  }

  fixes(finding: ReportedFinding, at: DocumentRef, { document }: PlacedDocument): Fix[] {
    return fixesOf(finding, this.#options(at, document));
  }

  /** Changes whenever the findings of this file may have: the pull model's `resultId`. */
  resultId(uri: string): string {
    const file = this.file(uri);
    return file ? `${this.#serial(file)}/${this.factsStamp}` : `gone/${this.factsStamp}`;
  }

  /** Changes whenever something that all files may depend on does. */
  get factsStamp(): string {
    return `${this.reports.stamp}/${this.controlPlaneVersion}/${this.environments.stamp}`;
  }

  /** In order. What names something is a fact: files without it need not be parsed. */
  *#filesThatMayName(name: string): Generator<readonly [string, ManifestFile]> {
    for (const uri of [...this.catalog.workspace.uris].sort()) {
      const file = this.file(uri);
      if (file && (!(file instanceof ClosedFile) || mentions(file, name))) yield [uri, file];
    }
  }

  /**
   * A file, a new one, or a document where a workspace folder is. A `git:` document, for one, shows another state of a
   * file that the workspace has already: it is checked, but declares nothing.
   */
  #isOfWorkspace(uri: string): boolean {
    const scheme = uri.slice(0, uri.indexOf(':') + 1);
    return OWN_SCHEMES.has(scheme) || this.folders.some((folder) => folder.startsWith(scheme));
  }

  #isIgnored(uri: string): boolean {
    const folder = this.folders.find((each) => uri.startsWith(`${each}/`));
    return folder !== undefined && this.catalog.isIgnored(decodeURIComponent(uri.slice(folder.length + 1)));
  }

  #options(at: DocumentRef, document: PlacedDocument['document']) {
    const facts = this.#apart.has(at.uri) ? TEXT_ALONE : this.catalog;
    return { document, at, facts, environment: this.environments.of(at.uri) };
  }

  #serial(file: ManifestFile): number {
    const known = this.#serials.get(file);
    if (known) return known;
    this.#serials.set(file, this.#nextSerial);
    return this.#nextSerial++;
  }
}
