import { type QuickPickItem, ThemeIcon, window } from 'vscode';
import {
  ENVIRONMENT_NAMES,
  type EnvironmentInfo,
  type EnvironmentName,
} from '../../../server/src/protocol.ts';
import { environmentDetail, environmentLabels, environmentSummaries } from './environments.ts';

interface EnvironmentChoice extends QuickPickItem {
  environment: EnvironmentName;
}

/**
 * Lets a person choose an environment. The list is there at once; what the server knows of each follows.
 *
 * @param infos what the server knows; a rejection leaves the list as it is
 * @returns undefined when nothing was chosen
 */
export function pickEnvironment(
  current: EnvironmentName,
  infos: Promise<EnvironmentInfo[]>,
): Promise<EnvironmentName | undefined> {
  const picker = window.createQuickPick<EnvironmentChoice>();
  picker.title = 'Heady: Switch Environment';
  picker.placeholder = `Now in ${environmentLabels[current]}. Switch this workspace to ...`;
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;

  const show = (known: EnvironmentInfo[]) => {
    const active = picker.activeItems[0]?.environment ?? current;
    picker.items = ENVIRONMENT_NAMES.map((name) => environmentChoice(name, current, known));
    picker.activeItems = picker.items.filter((item) => item.environment === active);
  };
  show([]);
  picker.busy = true;
  infos
    .then(show, () => undefined)
    .finally(() => {
      picker.busy = false;
    });

  return new Promise((resolve) => {
    picker.onDidAccept(() => {
      resolve(picker.selectedItems[0]?.environment);
      picker.hide();
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
  current: EnvironmentName,
  known: EnvironmentInfo[],
): EnvironmentChoice {
  const info = known.find((candidate) => candidate.name === name);
  return {
    environment: name,
    label: environmentLabels[name],
    description: `${info?.summary ?? environmentSummaries[name]}${name === current ? ' (current)' : ''}`,
    // A blank keeps the height of the list when the details arrive.
    detail: info ? environmentDetail(info, current, new Date()) : ' ',
    iconPath: new ThemeIcon(name === current ? 'check' : name === 'prod' ? 'shield' : 'server-environment'),
  };
}
