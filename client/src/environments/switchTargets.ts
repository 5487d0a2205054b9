import type { EnvironmentName } from '../../../server/src/protocol.ts';
import { environmentLabels } from './environments.ts';

/** A folder of the workspace, of whichever editor, and the environment that it is switched to. */
export interface SwitchedFolder<Folder> {
  folder: Folder;
  name: string;
  environment: EnvironmentName;
}

/** What one can switch at once: a folder, all of them, or a window without any. */
export interface SwitchTarget<Folder> {
  /** None: the window. */
  folders: readonly Folder[];
  /** Where it is now; undefined: in several. */
  current: EnvironmentName | undefined;
  title: string;
  placeholder: string;
  /** Its row in the list of another target. */
  row: { label: string; description: string };
}

const TITLE = 'Heady: Switch Environment';

/**
 * What can be switched, the folder that somebody works in first. Of a single one no word says that it is a folder.
 *
 * @param current of the window, where it has no folder
 */
export function switchTargets<Folder>(
  all: readonly SwitchedFolder<Folder>[],
  active: Folder | undefined,
  current: EnvironmentName,
): [SwitchTarget<Folder>, ...SwitchTarget<Folder>[]] {
  if (all.length < 2) {
    const placeholder = `Now in ${environmentLabels[current]}. Switch this workspace to ...`;
    const row = { label: 'This workspace', description: '' };
    return [{ folders: all.map(({ folder }) => folder), current, title: TITLE, placeholder, row }];
  }
  const ordered = [...all].sort((a, b) => Number(b.folder === active) - Number(a.folder === active));
  const environments = new Set(all.map(({ environment }) => environment));
  const everything: SwitchTarget<Folder> = {
    folders: all.map(({ folder }) => folder),
    current: environments.size === 1 ? current : undefined,
    title: `${TITLE} of All Folders`,
    placeholder: 'Switch all folders to ...',
    row: { label: 'All folders', description: folderWords(all) },
  };
  const [first, ...others] = ordered.map(
    ({ folder, name, environment }): SwitchTarget<Folder> => ({
      folders: [folder],
      current: environment,
      title: `${TITLE} of ${name}`,
      placeholder: `${name} is in ${environmentLabels[environment]}. Switch it to ...`,
      row: { label: name, description: `in ${environmentLabels[environment]}` },
    }),
  );
  return first ? [first, ...others, everything] : [everything];
}

/** "payments in Test, health in Dev". */
export function folderWords(all: readonly Pick<SwitchedFolder<unknown>, 'name' | 'environment'>[]): string {
  return all.map(({ name, environment }) => `${name} in ${environmentLabels[environment]}`).join(', ');
}
