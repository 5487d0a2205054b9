import { Disposable, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { CatalogService } from '../catalog/catalogService.ts';
import type { EnvironmentService } from './environmentService.ts';
import { environmentLabels, environmentSummaries } from './environments.ts';
import { stateIcon, tooltipWords } from './statusWords.ts';

/**
 * The status bar item that shows the environment of the folder somebody works in and how its control plane is, and warns
 * in prod.
 */
export class EnvironmentStatusBar implements Disposable {
  readonly #item = window.createStatusBarItem('heady.environment', StatusBarAlignment.Left, 50);
  readonly #environments: EnvironmentService;
  readonly #catalog: CatalogService;
  readonly #subscription: Disposable;

  constructor(environments: EnvironmentService, catalog: CatalogService) {
    this.#environments = environments;
    this.#catalog = catalog;
    this.#item.name = 'Heady Environment';
    this.#item.command = 'heady.environment.switch';
    this.#subscription = Disposable.from(
      environments.onDidChange(() => this.#show()),
      catalog.onDidChange(() => this.#show()),
    );
    this.#show();
    this.#item.show();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }

  #show(): void {
    const { current: name, activeFolder } = this.#environments;
    const folders = this.#environments.folders.map(({ folder, environment }) => ({
      name: folder.name,
      environment,
    }));
    const status = this.#catalog.controlPlaneOf(name);
    const label = environmentLabels[name];
    const folder = folders.length > 1 ? activeFolder?.name : undefined;
    const words = tooltipWords(name, status, new Date(), folder === undefined ? [] : folders);
    const icon = stateIcon(status);
    this.#item.text = `$(server-environment) ${folder === undefined ? '' : `${folder}: `}${label}${icon && ` $(${icon})`}`;
    this.#item.backgroundColor =
      name === 'prod' ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    const tooltip = new MarkdownString(words.markdown);
    tooltip.isTrusted = { enabledCommands: words.commands };
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = {
      label: `Heady environment ${label}${folder === undefined ? '' : ` of ${folder}`}, ${environmentSummaries[name]}. ${words.state} Switch environment.`,
      role: 'button',
    };
  }
}
