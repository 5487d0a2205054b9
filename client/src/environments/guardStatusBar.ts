import { Disposable, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { EnvironmentName } from '../../../server/src/protocol.ts';
import type { CatalogService } from '../catalog/catalogService.ts';
import type { EnvironmentService } from './environmentService.ts';
import { environmentLabels } from './environments.ts';
import type { Guard } from './guard.ts';
import { countdown, minutesLeft } from './guardWords.ts';

/** Beside the environment: that it is read-only, or for how long it is not. A click turns it round. */
export class GuardStatusBar implements Disposable {
  readonly #item = window.createStatusBarItem('heady.guard', StatusBarAlignment.Left, 49);
  readonly #guard: Guard;
  readonly #environments: EnvironmentService;
  readonly #subscription: Disposable;
  #ticking: NodeJS.Timeout | undefined;

  constructor(guard: Guard, environments: EnvironmentService, catalog: CatalogService) {
    this.#guard = guard;
    this.#environments = environments;
    this.#item.name = 'Heady Guard';
    this.#subscription = Disposable.from(
      guard.onDidChange(() => this.#show()),
      environments.onDidChange(() => this.#show()),
      catalog.onDidChange(() => this.#show()),
    );
    this.#show();
  }

  dispose(): void {
    clearInterval(this.#ticking);
    this.#subscription.dispose();
    this.#item.dispose();
  }

  #show(): void {
    clearInterval(this.#ticking);
    const { current } = this.#environments;
    if (this.#guard.shown) {
      this.#showUnlocked();
      this.#ticking = setInterval(() => this.#showUnlocked(), 1_000);
    } else if (this.#guard.isLocked(current)) this.#showLocked(environmentLabels[current]);
    else this.#item.hide();
  }

  #showLocked(label: string): void {
    this.#item.text = '$(lock) Read-only';
    this.#item.tooltip = [
      `Nothing changes in ${label} until you unlock it with a reason. Click to unlock.`,
      ...this.#elsewhere(),
    ].join('\n');
    this.#item.command = 'heady.environment.unlock';
    this.#item.backgroundColor = undefined;
    this.#item.accessibilityInformation = { label: `${label} is read-only. Unlock.`, role: 'button' };
    this.#item.show();
  }

  #showUnlocked(): void {
    const unlocked = this.#guard.shown;
    if (!unlocked) return;
    const label = environmentLabels[unlocked.environment];
    const left = Date.parse(unlocked.until) - Date.now();
    this.#item.text = `$(unlock) ${label} ${countdown(left)}`;
    this.#item.tooltip = [
      `${label} is unlocked: ${unlocked.reason}`,
      'Click to lock it again.',
      ...this.#elsewhere(unlocked.environment),
    ].join('\n');
    this.#item.command = 'heady.environment.lock';
    this.#item.backgroundColor = new ThemeColor('statusBarItem.errorBackground');
    this.#item.accessibilityInformation = {
      label: `${label} is unlocked for ${minutesLeft(left)}. Lock.`,
      role: 'button',
    };
    this.#item.show();
  }

  /** What is unlocked beside what is shown. */
  #elsewhere(shown?: EnvironmentName): string[] {
    const others = this.#guard.unlocked.filter(({ environment }) => environment !== shown);
    return others.map(
      ({ environment, until }) =>
        `${environmentLabels[environment]} is unlocked as well, until ${new Date(until).toLocaleTimeString()}.`,
    );
  }
}
