import { pathToFileURL } from 'node:url';
import { type Connection, type InitializeParams, type Position, TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { Catalog } from '../catalog/catalog.ts';
import { NEVER_REACHED } from '../catalog/controlPlane/facts.ts';
import { gitIdentity } from '../catalog/gitIdentity.ts';
import { type ControlPlaneKnowledge, NO_CONTROL_PLANE } from '../catalog/knowledge.ts';
import { WorkspaceIndex } from '../catalog/workspaceIndex.ts';
import { isOnDisk, WorkspaceLoader } from '../catalog/workspaceLoader.ts';
import { FolderEnvironments } from '../language/folderEnvironments.ts';
import { Project } from '../language/project.ts';
import type { ManifestFile } from '../manifest/file.ts';
import type { InitializationOptions, Settings } from '../protocol/settings.ts';
import { placeOf } from './environmentPlaces.ts';
import { Guard } from './guard.ts';
import { Memory } from './memory.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

/** What the client can do, as far as the answers depend on it. */
export interface ClientAbilities {
  pullsDiagnostics: boolean;
  refreshesDiagnostics: boolean;
  snippetEdits: boolean;
  watchesFiles: boolean;
  workspaceFolders: boolean;
  configuration: boolean;
  progress: boolean;
  completionSnippets: boolean;
  renamesFiles: boolean;
  resolvesCodeActions: boolean;
  refreshesCodeLenses: boolean;
  refreshesInlayHints: boolean;
}

/** Everything that lives as long as one editor's connection. */
export class Session {
  readonly connection: Connection;
  readonly documents = new TextDocuments(TextDocument);
  readonly options: InitializationOptions;
  readonly abilities: ClientAbilities;
  readonly project: Project;
  readonly loader: WorkspaceLoader;
  readonly memory = new Memory();
  /** Asked before anything is changed in an environment. */
  readonly guard: Guard;
  settings: Settings = DEFAULT_SETTINGS;
  /** What is registered; absent until the first control plane is looked for. */
  controlPlane: { readonly knowledge: ControlPlaneKnowledge } | undefined;
  readonly #identity: string[] = [];
  /** The last reading saw everything: not cancelled, not cut at the limit, no virtual folder. What it left out is unknown. */
  isWhole = false;
  #indexing = true;
  readonly #closing = new Set<Promise<void>>();
  readonly #awaitingIndex: (() => void)[] = [];

  constructor(connection: Connection, params: InitializeParams) {
    this.connection = connection;
    this.options = (params.initializationOptions ?? {}) as InitializationOptions;
    this.abilities = abilitiesOf(params);
    const index = new WorkspaceIndex();
    const controlPlane = () =>
      this.controlPlane?.knowledge ?? (this.wantsControlPlane ? NEVER_REACHED : NO_CONTROL_PLANE);
    const catalog = new Catalog(index, controlPlane, this.#identity, () => this.isWhole);
    this.guard = new Guard(catalog, (environment) => placeOf(this, environment).key);
    this.project = new Project(catalog, {
      docsUri: this.options.docsUri ?? new URL('../docs/rules', import.meta.url).href,
      environments: new FolderEnvironments(this.options.environment, this.options.folderEnvironments),
    });
    this.project.folders = foldersOf(params);
    this.loader = new WorkspaceLoader({
      catalog,
      reports: this.project.reports,
      isOpen: (uri) => this.documents.get(uri) !== undefined,
      cacheFolder: this.options.cachePath,
    });
  }

  /** The embedded control plane is to run, whether or not it does already. */
  get wantsControlPlane(): boolean {
    return Boolean(this.options.storagePath) && this.settings.controlPlane.enabled;
  }

  /** The workspace is being read: what is missing may yet appear. */
  get indexing(): boolean {
    return this.#indexing;
  }

  set indexing(reading: boolean) {
    this.#indexing = reading;
    if (!reading) for (const proceed of this.#awaitingIndex.splice(0)) proceed();
  }

  /** Resolves when all manifests of the workspace have been read. */
  async indexed(): Promise<void> {
    if (this.#indexing) await new Promise<void>((proceed) => this.#awaitingIndex.push(proceed));
  }

  /** Reads a file from disk that the editor has closed. */
  async readAfterClosing(uri: string): Promise<void> {
    const reading = this.loader.refresh([uri]).finally(() => this.#closing.delete(reading));
    this.#closing.add(reading);
    await reading;
  }

  /** Resolves when what was closed is again as it is on disk: until then it is neither what it was nor what it will be. */
  async closed(): Promise<void> {
    await Promise.allSettled(this.#closing);
  }

  /** Takes the editor's latest text of a document over; cheap where it is already known. */
  sync(uri: string): void {
    const document = this.documents.get(uri);
    if (document) this.project.update(uri, document.getText());
  }

  /**
   * The file at a position, as the editor shows it now, and the position as an offset in it; undefined for a
   * document that is not open.
   */
  locate(uri: string, position: Position): { file: ManifestFile; offset: number } | undefined {
    this.sync(uri);
    const file = this.project.file(uri);
    const document = this.documents.get(uri);
    return file && document && { file, offset: document.offsetAt(position) };
  }

  /** All open documents, before something that looks across files is answered. */
  syncAll(): void {
    for (const uri of this.documents.keys()) this.sync(uri);
  }

  versionOf(uri: string): number | null {
    return this.documents.get(uri)?.version ?? null;
  }

  /** Asks git who the author is, to propose an owner by. */
  async learnIdentity(): Promise<void> {
    if (this.options.trusted === false) return;
    const folder = this.project.folders.find(isOnDisk);
    if (folder) this.#identity.push(...(await gitIdentity(URI.parse(folder).fsPath)));
  }
}

function abilitiesOf({ capabilities }: InitializeParams): ClientAbilities {
  const { workspace, textDocument, window } = capabilities;
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    snippetEdits:
      (workspace?.workspaceEdit as { snippetEditSupport?: boolean } | undefined)?.snippetEditSupport === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    configuration: workspace?.configuration === true,
    refreshesCodeLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    resolvesCodeActions: textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true,
    renamesFiles: workspace?.workspaceEdit?.resourceOperations?.includes('rename') === true,
    completionSnippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    progress: window?.workDoneProgress === true,
  };
}

function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): string[] {
  if (workspaceFolders) return workspaceFolders.map(({ uri }) => uri).filter((uri) => uri !== '');
  if (rootUri) return [rootUri];
  return rootPath ? [pathToFileURL(rootPath).href] : [];
}
