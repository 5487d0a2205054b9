import { type QuickPickItem, QuickPickItemKind, ThemeIcon, type WorkspaceFolder, window } from 'vscode';
import type { EnvironmentInfo } from '../../../server/src/protocol/environments.ts';
import { ENVIRONMENT_NAMES, type EnvironmentName } from '../../../server/src/protocol.ts';
import { environmentDetail, environmentLabels, environmentSummaries } from './environments.ts';
import type { SwitchTarget } from './switchTargets.ts';

type Target = SwitchTarget<WorkspaceFolder>;

interface EnvironmentChoice extends QuickPickItem {
  environment: EnvironmentName;
}

/** Another folder, or all of them: choosing it asks for its environment. */
interface TargetChoice extends QuickPickItem {
  target: Target;
}

const DIFF = { iconPath: new ThemeIcon('diff'), tooltip: 'Show What Changes' };

type Row = EnvironmentChoice | TargetChoice | (QuickPickItem & { kind: QuickPickItemKind.Separator });

/**
 * Lets a person choose an environment, and for what. The list is there at once; what the server knows of each follows.
 *
 * @param targets what can be switched; the first is it unless another one is chosen
 * @param infosOf what the server knows, as seen from a target; a rejection leaves the list as it is
 * @param showDiff lists what differs between two of them
 * @returns undefined when nothing was chosen
 */
export function pickEnvironment(
  targets: readonly [Target, ...Target[]],
  infosOf: (target: Target) => Promise<EnvironmentInfo[]>,
  showDiff: (from: EnvironmentName, to: EnvironmentName) => void,
): Promise<{ environment: EnvironmentName; target: Target } | undefined> {
  const picker = window.createQuickPick<Row>();
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  let [target] = targets;

  const show = (known: EnvironmentInfo[]) => {
    const [before] = picker.activeItems;
    const active = before && 'environment' in before ? before.environment : target.current;
    const rows = ENVIRONMENT_NAMES.map((name) => environmentChoice(name, target.current, known));
    picker.items = [...rows, ...otherTargets(targets, target)];
    picker.activeItems = rows.filter(({ environment }) => environment === active);
  };
  const ask = async (chosen: Target) => {
    target = chosen;
    picker.title = target.title;
    picker.placeholder = target.placeholder;
    picker.value = '';
    picker.items = [];
    show([]);
    picker.busy = true;
    const known = await infosOf(target).catch(() => undefined);
    // Meanwhile another one may have been chosen.
    if (target !== chosen) return;
    picker.busy = false;
    if (known) show(known);
  };
  void ask(target);

  return new Promise((resolve) => {
    picker.onDidAccept(() => {
      const [chosen] = picker.selectedItems;
      if (chosen && 'target' in chosen) return void ask(chosen.target);
      resolve(chosen && 'environment' in chosen ? { environment: chosen.environment, target } : undefined);
      picker.hide();
    });
    picker.onDidTriggerItemButton(({ item }) => {
      if (!('environment' in item) || !target.current) return;
      showDiff(target.current, item.environment);
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}

function environmentChoice(
  name: EnvironmentName,
  current: EnvironmentName | undefined,
  known: EnvironmentInfo[],
): EnvironmentChoice {
  const info = known.find((candidate) => candidate.name === name);
  return {
    environment: name,
    label: environmentLabels[name],
    description: `${info?.summary ?? environmentSummaries[name]}${name === current ? ' (current)' : ''}`,
    // A blank keeps the height of the list when the details arrive.
    // Where nobody can say what is there, there is nothing to list.
    buttons: info?.missing ? [DIFF] : [],
    detail: info ? environmentDetail(info, current, new Date()) : ' ',
    iconPath: new ThemeIcon(name === current ? 'check' : name === 'prod' ? 'shield' : 'server-environment'),
  };
}

function otherTargets(targets: readonly Target[], target: Target): Row[] {
  const others = targets.filter((other) => other !== target);
  if (others.length === 0) return [];
  const rows = others.map(
    (other): TargetChoice => ({
      ...other.row,
      target: other,
      iconPath: new ThemeIcon(other.folders.length === 1 ? 'root-folder' : 'files'),
    }),
  );
  return [{ label: 'Switch instead', kind: QuickPickItemKind.Separator }, ...rows];
}
