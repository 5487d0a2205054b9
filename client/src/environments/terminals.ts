import { type Disposable, type EnvironmentVariableCollection, workspace } from 'vscode';
import type { EnvironmentService } from './environmentService.ts';

const SETTING = 'heady.terminal.environment';

/** New terminals know the environment as `HEADY_ENV`, where the setting asks for it. */
export class TerminalEnvironment implements Disposable {
  readonly #variables: EnvironmentVariableCollection;
  readonly #environments: EnvironmentService;
  readonly #subscriptions: Disposable[];

  constructor(variables: EnvironmentVariableCollection, environments: EnvironmentService) {
    this.#variables = variables;
    this.#environments = environments;
    // Of a later session, which may be in another environment, this one decides nothing.
    variables.persistent = false;
    variables.description = 'The environment that Heady is switched to.';
    this.#subscriptions = [
      environments.onDidChange(() => this.#set()),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(SETTING)) this.#set();
      }),
    ];
    this.#set();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #set(): void {
    if (workspace.getConfiguration().get(SETTING) === true)
      this.#variables.replace('HEADY_ENV', this.#environments.current);
    else this.#variables.clear();
  }
}
