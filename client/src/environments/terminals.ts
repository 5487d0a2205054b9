import {
  type Disposable,
  type EnvironmentVariableCollection,
  type GlobalEnvironmentVariableCollection,
  workspace,
} from 'vscode';
import { type EnvironmentName, Methods } from '../../../server/src/protocol.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import type { EnvironmentService } from './environmentService.ts';

const SETTING = 'heady.terminal.environment';
const DESCRIPTION = 'The environment that Heady is switched to, and its variables.';

/**
 * New terminals know the environment of their folder as `HEADY_ENV`, and have the variables of its manifest, where the
 * setting asks for it. What is no variable for a terminal the server left out.
 */
export class TerminalEnvironment implements Disposable {
  readonly #collection: GlobalEnvironmentVariableCollection;
  readonly #environments: EnvironmentService;
  readonly #server: HeadyServer;
  readonly #subscriptions: Disposable[];
  /** What their manifests say of environments. */
  #variables: ReadonlyMap<EnvironmentName, Readonly<Record<string, string>>> = new Map();

  constructor(
    collection: GlobalEnvironmentVariableCollection,
    environments: EnvironmentService,
    server: HeadyServer,
  ) {
    this.#collection = collection;
    this.#environments = environments;
    this.#server = server;
    const follow = () => void this.#follow();
    this.#subscriptions = [
      environments.onDidSwitch(follow),
      server.onDidChangeCatalog(follow),
      workspace.onDidGrantWorkspaceTrust(follow),
      workspace.onDidChangeWorkspaceFolders(follow),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(SETTING)) follow();
      }),
    ];
    follow();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #follow(): Promise<void> {
    this.#set();
    // A manifest of somebody else's does not get into terminals by being opened.
    if (!isWanted() || !workspace.isTrusted || this.#server.state !== 'running') return;
    try {
      const infos = await this.#server.request(Methods.environments, {});
      this.#variables = new Map(infos.map(({ name, variables }) => [name, variables]));
    } catch {
      // A server that ends has told so already; what was known stays.
    }
    this.#set();
  }

  /** What holds for all folders is set for terminals that belong to none as well. */
  #set(): void {
    const { folders } = this.#environments;
    const [environment, ...others] = new Set(folders.map((each) => each.environment));
    const isOne = others.length === 0;
    this.#fill(this.#collection, isOne ? (environment ?? this.#environments.current) : undefined);
    for (const { folder: workspaceFolder, environment } of folders)
      this.#fill(this.#collection.getScoped({ workspaceFolder }), isOne ? undefined : environment);
  }

  /** @param environment undefined: terminals get nothing from here */
  #fill(collection: EnvironmentVariableCollection, environment: EnvironmentName | undefined): void {
    // Of a later session, which may be in another environment, this one decides nothing.
    if (collection.persistent) collection.persistent = false;
    if (collection.description !== DESCRIPTION) collection.description = DESCRIPTION;
    const wanted = new Map<string, string>();
    if (environment !== undefined && isWanted()) {
      for (const [name, value] of Object.entries(this.#variables.get(environment) ?? {}))
        wanted.set(name, value);
      wanted.set('HEADY_ENV', environment);
    }
    const gone: string[] = [];
    collection.forEach((name) => {
      if (!wanted.has(name)) gone.push(name);
    });
    for (const name of gone) collection.delete(name);
    for (const [name, value] of wanted) {
      // Terminals that are open are said to be out of date by every change, also by none.
      if (collection.get(name)?.value !== value) collection.replace(name, value);
    }
  }
}

function isWanted(): boolean {
  return workspace.getConfiguration().get(SETTING) === true;
}
