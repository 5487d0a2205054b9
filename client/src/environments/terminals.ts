import { type Disposable, type EnvironmentVariableCollection, workspace } from 'vscode';
import { type EnvironmentName, Methods } from '../../../server/src/protocol.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import type { EnvironmentService } from './environmentService.ts';

const SETTING = 'heady.terminal.environment';

/**
 * New terminals know the environment as `HEADY_ENV`, and have the variables of its manifest, where the setting asks for it.
 * What is no variable for a terminal the server left out.
 */
export class TerminalEnvironment implements Disposable {
  readonly #collection: EnvironmentVariableCollection;
  readonly #environments: EnvironmentService;
  readonly #server: HeadyServer;
  readonly #subscriptions: Disposable[];
  /** What the manifest says of the environment that it is of. */
  #known: { of: EnvironmentName; variables: Readonly<Record<string, string>> } | undefined;

  constructor(
    collection: EnvironmentVariableCollection,
    environments: EnvironmentService,
    server: HeadyServer,
  ) {
    this.#collection = collection;
    this.#environments = environments;
    this.#server = server;
    // Of a later session, which may be in another environment, this one decides nothing.
    collection.persistent = false;
    collection.description = 'The environment that Heady is switched to, and its variables.';
    const follow = () => void this.#follow();
    this.#subscriptions = [
      environments.onDidChange(follow),
      server.onDidChangeCatalog(follow),
      workspace.onDidGrantWorkspaceTrust(follow),
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
      const of = this.#environments.current;
      const infos = await this.#server.request(Methods.environments, undefined);
      this.#known = { of, variables: infos.find(({ name }) => name === of)?.variables ?? {} };
    } catch {
      // A server that ends has told so already; what was known stays.
    }
    this.#set();
  }

  #set(): void {
    const { current } = this.#environments;
    const variables = this.#known?.of === current ? this.#known.variables : {};
    const wanted = new Map(isWanted() ? Object.entries({ ...variables, HEADY_ENV: current }) : []);
    const gone: string[] = [];
    this.#collection.forEach((name) => {
      if (!wanted.has(name)) gone.push(name);
    });
    for (const name of gone) this.#collection.delete(name);
    for (const [name, value] of wanted) {
      // Terminals that are open are said to be out of date by every change, also by none.
      if (this.#collection.get(name)?.value !== value) this.#collection.replace(name, value);
    }
  }
}

function isWanted(): boolean {
  return workspace.getConfiguration().get(SETTING) === true;
}
