import { commands, Disposable, EventEmitter, window, workspace } from 'vscode';
import type { CatalogItem } from '../../../server/src/protocol/catalog.ts';
import type { EnvironmentGuard } from '../../../server/src/protocol/environments.ts';
import type { Unlocked } from '../../../server/src/protocol/guard.ts';
import { type EnvironmentName, Methods } from '../../../server/src/protocol.ts';
import type { CatalogService } from '../catalog/catalogService.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import type { EnvironmentService } from './environmentService.ts';
import { environmentLabels } from './environments.ts';
import { reasonProblem } from './guardWords.ts';

const DEFAULT_MINUTES = 15;

const SHOW = 'Show Differences';

/** A change that a command is about to make. */
export interface Change {
  environment: EnvironmentName;
  /** The question: "Register prod-health-billing in Prod?" */
  question: string;
  /** What the button says: "Register". */
  verb: string;
  /** Exactly what will change, in lines. Asked for only where the question is put. */
  detail(): Promise<string>;
  /** Shows it whole, in the diff editor; the question is put again beside it. */
  show?: (() => Promise<void>) | undefined;
}

/**
 * What every command passes that changes something in an environment. Which is guarded the language server says; it
 * holds to that itself, whatever is passed here.
 */
export class Guard implements Disposable {
  readonly #server: HeadyServer;
  readonly #catalog: CatalogService;
  readonly #environments: EnvironmentService;
  readonly #changed = new EventEmitter<void>();
  readonly #subscription: Disposable;
  #unlocked: readonly Unlocked[] = [];
  #expiry: NodeJS.Timeout | undefined;

  /** An environment was unlocked or locked, by hand or because its time was over. */
  readonly onDidChange = this.#changed.event;

  constructor(server: HeadyServer, catalog: CatalogService, environments: EnvironmentService) {
    this.#server = server;
    this.#catalog = catalog;
    this.#environments = environments;
    this.#subscription = Disposable.from(
      // The server knows what a switch locks, and forgets all of it when it ends.
      server.onDidUnlock((unlocked) => this.#become(unlocked)),
      server.onDidChangeState((state) => {
        if (state !== 'running') this.#become([]);
      }),
    );
  }

  /** What may be changed now, and until when. */
  get unlocked(): readonly Unlocked[] {
    return this.#unlocked;
  }

  /** Until when that environment may be changed; undefined: it is locked, or was never. */
  keyOf(environment: EnvironmentName): Unlocked | undefined {
    return this.#unlocked.find((unlocked) => unlocked.environment === environment);
  }

  /** What is unlocked of what somebody works in; where nothing of that is guarded, what is unlocked beside it. */
  get shown(): Unlocked | undefined {
    return this.keyOf(this.current) ?? (this.isLocked(this.current) ? undefined : this.#unlocked[0]);
  }

  /** The environment of the folder that somebody works in. */
  get current(): EnvironmentName {
    return this.#environments.current;
  }

  /** Where an entry is changed: one that belongs to no environment, in that of its manifest's folder. */
  placeOf({ environment, uri }: Pick<CatalogItem, 'environment' | 'uri'>): EnvironmentName {
    return environment ?? this.#environments.of(uri);
  }

  of(environment: EnvironmentName): EnvironmentGuard {
    const isProd = environment === 'prod';
    return this.#catalog.snapshot?.guards[environment] ?? { readOnly: isProd, confirm: isProd };
  }

  isLocked(environment: EnvironmentName): boolean {
    return this.of(environment).readOnly && this.keyOf(environment) === undefined;
  }

  /** @returns whether the change may be made: the environment is unlocked, by now, and who makes it said yes */
  async pass(change: Change): Promise<boolean> {
    const { environment, verb } = change;
    if (this.isLocked(environment) && !(await this.#offerToUnlock(environment, verb))) return false;
    const { readOnly, confirm } = this.of(environment);
    if (!readOnly && !confirm) return true;
    if (!(await confirmed(change))) return false;
    // It may have been locked again while the question stood there.
    return !this.isLocked(environment) || (await this.#offerToUnlock(environment, verb, 'again'));
  }

  /** Asks why, and unlocks for as long as the setting says. @returns whether it is unlocked */
  async unlock(environment: EnvironmentName): Promise<boolean> {
    const label = environmentLabels[environment];
    const minutes = unlockMinutes();
    const reason = await window.showInputBox({
      title: `Heady: Unlock ${label} for ${minutes} Minutes`,
      prompt: `Why is ${label} to be changed? The reason goes into the history of what you change.`,
      placeHolder: 'INC-1234: billing is down',
      ignoreFocusOut: true,
      validateInput: (value) => (value === '' ? undefined : reasonProblem(value)),
    });
    if (reason === undefined || reasonProblem(reason)) return false;
    const unlocked = await this.#server.request(Methods.unlock, { environment, reason, minutes });
    this.#become([...this.#unlocked.filter((each) => each.environment !== environment), unlocked]);
    return true;
  }

  /** @throws {Error} in words for people, when a running server does not hear of it */
  async lock(environment: EnvironmentName): Promise<void> {
    this.#become(this.#unlocked.filter((unlocked) => unlocked.environment !== environment));
    if (this.#server.state === 'running') await this.#server.request(Methods.lock, { environment });
  }

  dispose(): void {
    clearTimeout(this.#expiry);
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  /** @param again it was locked while somebody was asked: nothing of what they said yes to is done yet */
  async #offerToUnlock(environment: EnvironmentName, verb: string, again?: 'again'): Promise<boolean> {
    const label = environmentLabels[environment];
    const unlock = 'Unlock...';
    const way = `To ${verb.toLowerCase()} something there, unlock it with a reason.`;
    const choice = again
      ? await window.showWarningMessage(
          `${label} is read-only again.`,
          { modal: true, detail: `It was locked before you answered, so nothing was changed. ${way}` },
          unlock,
        )
      : await window.showWarningMessage(`${label} is read-only.`, { modal: true, detail: way }, unlock);
    return choice === unlock && (await this.unlock(environment));
  }

  #become(unlocked: readonly Unlocked[]): void {
    clearTimeout(this.#expiry);
    if (unlocked.length === 0 && this.#unlocked.length === 0) return;
    this.#unlocked = unlocked;
    const [next] = unlocked.map(({ until }) => Date.parse(until)).sort((a, b) => a - b);
    if (next !== undefined) this.#expiry = setTimeout(() => this.#expire(), Math.max(0, next - Date.now()));
    void commands.executeCommand('setContext', 'heady.environment.unlocked', unlocked[0]?.environment ?? '');
    this.#changed.fire();
  }

  #expire(): void {
    this.#become(this.#unlocked.filter(({ until }) => Date.parse(until) > Date.now()));
  }
}

/** Puts the question; once what changes was shown, beside it. @returns whether the answer is yes */
async function confirmed({ question, verb, detail, show }: Change): Promise<boolean> {
  const ways = show ? [verb, SHOW] : [verb];
  const answer = await window.showWarningMessage(question, { modal: true, detail: await detail() }, ...ways);
  if (answer !== SHOW || !show) return answer === verb;
  await show();
  return (await window.showWarningMessage(question, verb)) === verb;
}

function unlockMinutes(): number {
  const minutes = workspace.getConfiguration('heady').get<unknown>('guard.unlockMinutes');
  return typeof minutes === 'number' && minutes >= 1 ? minutes : DEFAULT_MINUTES;
}
