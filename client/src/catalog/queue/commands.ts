import { commands, type Disposable, ProgressLocation, type QuickPickItem, ThemeIcon, window } from 'vscode';
import { ENVIRONMENT_NAMES, type EnvironmentName } from '../../../../server/src/protocol.ts';
import type { VersionDocuments } from '../../entryDetails/versionDocuments.ts';
import { environmentLabels } from '../../environments/environments.ts';
import { reportFailures } from '../../failures.ts';
import type { Changing } from '../changes/undo.ts';
import type { ChangeQueue } from './changeQueue.ts';
import { dialogs } from './dialogs.ts';
import { changeWords, type QueuedChange, queueWords, waitWords } from './queuedChange.ts';
import { replay } from './replay.ts';

/** Makes changes that waited when the control plane is there again, and shows what waits on demand. */
export function registerQueue(
  changing: Changing,
  queue: ChangeQueue,
  versions: VersionDocuments,
): Disposable[] {
  const replayer = new Replayer(changing, queue, versions);
  return [
    commands.registerCommand('heady.queue.show', () =>
      reportFailures('Queued changes cannot be shown', () => show(queue, replayer)),
    ),
    changing.catalog.onDidChange(() => replayer.connectionChanged()),
  ];
}

class Replayer {
  readonly #changing: Changing;
  readonly #queue: ChangeQueue;
  readonly #versions: VersionDocuments;
  /** Environments whose control planes are there. */
  #connected: readonly EnvironmentName[] = [];
  #isUnderWay = false;

  constructor(changing: Changing, queue: ChangeQueue, versions: VersionDocuments) {
    this.#changing = changing;
    this.#queue = queue;
    this.#versions = versions;
  }

  /** Makes what waits as soon as the control plane is there; where its environment is guarded, once the user says so. */
  connectionChanged(): void {
    const { catalog, guard } = this.#changing;
    const before = this.#connected;
    this.#connected = ENVIRONMENT_NAMES.filter((name) => catalog.controlPlaneOf(name)?.state === 'connected');
    const again = this.#connected.filter((name) => !before.includes(name));
    const waiting = this.#queue.changes.filter(({ environment }) => again.includes(environment));
    if (waiting.length === 0) return;
    void reportFailures('Queued changes were not made', async () => {
      for (const [environment, changes] of Map.groupBy(waiting, ({ environment }) => environment)) {
        const { readOnly, confirm } = guard.of(environment);
        if (readOnly || confirm) void this.#askFor(environment, changes.length);
        else await this.make(changes);
      }
    });
  }

  /** Makes changes of one environment, once its guard lets them pass. */
  async make(changes: readonly QueuedChange[]): Promise<void> {
    const [first] = changes;
    if (!first || this.#isUnderWay) return;
    const { environment } = first;
    const { server, catalog, guard } = this.#changing;
    const mayPass = await guard.pass({
      environment,
      question: `Make ${changes.length === 1 ? 'the queued change' : `${changes.length} queued changes`} in ${environmentLabels[environment]}?`,
      verb: 'Change',
      detail: async () => changes.map((change) => `• ${changeWords(change)}`).join('\n'),
    });
    if (!mayPass) return;
    this.#isUnderWay = true;
    try {
      const ask = dialogs(this.#versions, catalog);
      const { done, left } = await window.withProgress(
        { location: ProgressLocation.Window, title: 'Heady: making queued changes ...' },
        () => replay(changes, this.#queue, (...asked) => server.request(...asked), ask),
      );
      void catalog.refresh();
      if (done.length > 0) {
        const what = done.length === 1 && done[0] ? changeWords(done[0]) : `${done.length} queued changes`;
        void window.showInformationMessage(`Done: ${what}.`);
      }
      if (left !== undefined) void window.showWarningMessage(left);
    } finally {
      this.#isUnderWay = false;
    }
  }

  async #askFor(environment: EnvironmentName, count: number): Promise<void> {
    const label = environmentLabels[environment];
    const look = 'Show Queued Changes';
    const choice = await window.showInformationMessage(
      `${label} is there again. ${count === 1 ? '1 change waits' : `${count} changes wait`} for you to say so, as ${label} is guarded.`,
      look,
    );
    if (choice === look) await commands.executeCommand('heady.queue.show');
  }
}

const DROP = { iconPath: new ThemeIcon('trash'), tooltip: 'Drop this change' };

/** Lists what waits; one is tried at once, or dropped. */
async function show(queue: ChangeQueue, replayer: Replayer): Promise<void> {
  if (queue.changes.length === 0) return void window.showInformationMessage('No change is queued.');
  type Row = QuickPickItem & { changes: readonly QueuedChange[] };
  const rows = (): Row[] => {
    const now = new Date();
    const all = [...Map.groupBy(queue.changes, ({ environment }) => environment)];
    return [
      ...queue.changes.map((change) => ({
        label: changeWords(change),
        description: `queued ${waitWords(change.at, now)} ago`,
        ...(change.problem === undefined ? {} : { detail: change.problem.replaceAll(/\s+/g, ' ') }),
        buttons: [DROP],
        changes: [change],
      })),
      ...all
        .filter(([, changes]) => changes.length > 1)
        .map(([environment, changes]) => ({
          label: `$(run-all) Make all ${changes.length} in ${environmentLabels[environment]} now`,
          changes,
        })),
    ];
  };
  const picker = window.createQuickPick<Row>();
  picker.title = 'Heady: Queued Changes';
  picker.placeholder = `${queueWords(queue.changes, new Date())} Enter makes one now.`;
  picker.matchOnDescription = true;
  picker.items = rows();
  const chosen = await new Promise<Row | undefined>((resolve) => {
    picker.onDidTriggerItemButton(({ item: { changes } }) => {
      for (const { id } of changes) queue.drop(id);
      picker.items = rows();
      if (queue.changes.length === 0) picker.hide();
    });
    picker.onDidAccept(() => {
      resolve(picker.selectedItems[0]);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
  if (chosen) await replayer.make(chosen.changes);
}
