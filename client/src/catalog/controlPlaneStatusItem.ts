import { Disposable, LanguageStatusSeverity, languages } from 'vscode';
import type { EnvironmentService } from '../environments/environmentService.ts';
import { manifestSelector } from '../server/manifestSelector.ts';
import type { CatalogService } from './catalogService.ts';
import { controlPlaneWords } from './controlPlaneWords.ts';

/** The language status of manifests: what the control plane of their folder's environment is doing, and what that leaves undecided. */
export class ControlPlaneStatusItem implements Disposable {
  readonly #item = languages.createLanguageStatusItem('heady.controlPlane', manifestSelector());
  readonly #catalog: CatalogService;
  readonly #environments: EnvironmentService;
  readonly #subscription: Disposable;

  constructor(catalog: CatalogService, environments: EnvironmentService) {
    this.#catalog = catalog;
    this.#environments = environments;
    this.#item.name = 'Heady Control Plane';
    this.#subscription = Disposable.from(
      catalog.onDidChange(() => this.#show()),
      environments.onDidChange(() => this.#show()),
    );
    this.#show();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }

  #show(): void {
    const { snapshot, failure } = this.#catalog;
    this.#item.busy = false;
    if (failure !== undefined) {
      this.#item.text = 'Heady is not running';
      this.#item.detail = failure;
      this.#item.severity = LanguageStatusSeverity.Error;
      this.#item.command = { command: 'heady.server.restart', title: 'Restart' };
      return;
    }
    const anyUnknown = snapshot?.items.some((item) => item.state === 'unknown') ?? true;
    const status = this.#catalog.controlPlaneOf(this.#environments.current) ?? { state: 'starting' };
    const words = controlPlaneWords(status, anyUnknown, new Date());
    this.#item.text = words.text;
    this.#item.detail = words.detail;
    this.#item.busy = words.busy;
    this.#item.severity =
      words.severity === 'warning' ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
    this.#item.command = words.action;
  }
}
