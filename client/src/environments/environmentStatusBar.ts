import { type Disposable, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { EnvironmentName } from '../../../server/src/protocol.ts';
import type { EnvironmentService } from './environmentService.ts';
import { environmentLabels, environmentSummaries } from './environments.ts';

/** The status bar item that shows the environment, and warns in prod. */
export class EnvironmentStatusBar implements Disposable {
  readonly #item = window.createStatusBarItem('heady.environment', StatusBarAlignment.Left, 50);
  readonly #subscription: Disposable;

  constructor(environments: EnvironmentService) {
    this.#item.name = 'Heady Environment';
    this.#item.command = 'heady.environment.switch';
    this.#subscription = environments.onDidChange((name) => this.#show(name));
    this.#show(environments.current);
    this.#item.show();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }

  #show(name: EnvironmentName): void {
    const label = environmentLabels[name];
    const summary = environmentSummaries[name];
    this.#item.text = `$(server-environment) ${label}`;
    this.#item.backgroundColor =
      name === 'prod' ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.tooltip = new MarkdownString(
      `**Heady environment: ${label}**\n\n${summary}.\n\nIt picks the catalog, and the severity of manifests that name no environment. Click to switch.`,
    );
    this.#item.accessibilityInformation = {
      label: `Heady environment ${label}, ${summary}. Switch environment.`,
      role: 'button',
    };
  }
}
