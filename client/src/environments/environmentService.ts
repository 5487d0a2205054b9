import {
  commands,
  Disposable,
  EventEmitter,
  type Memento,
  Uri,
  type WorkspaceFolder,
  workspace,
} from 'vscode';
import type { SetEnvironmentParams } from '../../../server/src/protocol/environments.ts';
import { type EnvironmentName, Methods } from '../../../server/src/protocol.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import { ActiveFolder } from './activeFolder.ts';
import { isEnvironmentName } from './environments.ts';
import { type FolderEnvironments, folderEnvironmentsIn, withFolders } from './folderMemory.ts';

/** Of the window as a whole: for folders without one of their own, and where no folder is open. */
const windowKey = 'heady.environment';
const foldersKey = 'heady.folderEnvironments';

/** The environment that each workspace folder is switched to: remembered with the workspace, known to the server. */
export class EnvironmentService implements Disposable {
  readonly #memory: Memento;
  readonly #server: HeadyServer;
  readonly #active = new ActiveFolder();
  readonly #changed = new EventEmitter<void>();
  readonly #switched = new EventEmitter<void>();
  readonly #subscription: Disposable;
  #otherwise: EnvironmentName;
  #ofFolders: FolderEnvironments;

  /** Another environment is the current one, another folder is the active one, or a folder was switched. */
  readonly onDidChange = this.#changed.event;
  /** A folder was switched, or the window. After `onDidChange`. */
  readonly onDidSwitch = this.#switched.event;

  constructor(memory: Memento, server: HeadyServer) {
    this.#memory = memory;
    this.#server = server;
    const remembered = memory.get(windowKey);
    this.#otherwise = isEnvironmentName(remembered) ? remembered : 'dev';
    this.#ofFolders = folderEnvironmentsIn(memory.get(foldersKey));
    this.#subscription = Disposable.from(
      this.#active,
      this.#active.onDidChange(() => this.#tell()),
    );
    this.#publishContext();
  }

  /** That of the folder of the active editor. */
  get current(): EnvironmentName {
    return this.#ofFolder(this.#active.current);
  }

  /** The folder of the active editor, or of the one before; undefined: none is open. */
  get activeFolder(): WorkspaceFolder | undefined {
    return this.#active.current;
  }

  /** What a starting server is told. */
  get options(): { environment: EnvironmentName; folderEnvironments: FolderEnvironments } {
    return { environment: this.#otherwise, folderEnvironments: this.#ofFolders };
  }

  /** The environments of the folders, in the workspace's order. */
  get folders(): { folder: WorkspaceFolder; environment: EnvironmentName }[] {
    const folders = workspace.workspaceFolders ?? [];
    return folders.map((folder) => ({ folder, environment: this.#ofFolder(folder) }));
  }

  /** Those that folders are switched to, the first folder's first; each once. */
  get inUse(): [EnvironmentName, ...EnvironmentName[]] {
    const first = this.of();
    const all = new Set(this.folders.map(({ environment }) => environment));
    return [first, ...[...all].filter((environment) => environment !== first)];
  }

  /**
   * That of the folder in which something lies; of what lies in none, or nowhere, that of the first folder, as for all
   * that there is once for the window.
   */
  of(uri?: Uri | string): EnvironmentName {
    const place = typeof uri === 'string' ? Uri.parse(uri) : uri;
    const folder = place && workspace.getWorkspaceFolder(place);
    return this.#ofFolder(folder ?? workspace.workspaceFolders?.[0]);
  }

  /**
   * Switches folders, for everybody at once. A server that is down learns of it when it starts.
   *
   * @param folders absent: that of the active editor
   * @throws {Error} in words for people, when a running server refuses
   */
  async switch(
    environment: EnvironmentName,
    folders: readonly WorkspaceFolder[] = this.#active.current ? [this.#active.current] : [],
  ): Promise<void> {
    const others = folders.filter((folder) => this.#ofFolder(folder) !== environment);
    const isWindow = folders.length === 0;
    if (isWindow ? environment === this.#otherwise : others.length === 0) return;
    const uris = folders.map(({ uri }) => uri.toString());
    if (isWindow) this.#otherwise = environment;
    else this.#ofFolders = withFolders(this.#ofFolders, uris, environment);
    this.#tell();
    this.#switched.fire();
    await Promise.all([
      isWindow
        ? this.#memory.update(windowKey, environment)
        : this.#memory.update(foldersKey, this.#ofFolders),
      this.#tellServer({ environment, ...(isWindow ? {} : { folders: uris }) }),
    ]);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
    this.#switched.dispose();
  }

  #ofFolder(folder: WorkspaceFolder | undefined): EnvironmentName {
    return (folder && this.#ofFolders[folder.uri.toString()]) ?? this.#otherwise;
  }

  #tell(): void {
    this.#publishContext();
    this.#changed.fire();
  }

  async #tellServer(params: SetEnvironmentParams): Promise<void> {
    try {
      await this.#server.request(Methods.setEnvironment, params);
    } catch (cause) {
      // A server that is down is told at its next start, and has been reported.
      if (this.#server.state === 'running') throw cause;
    }
  }

  #publishContext(): void {
    void commands.executeCommand('setContext', 'heady.environment', this.current);
  }
}
