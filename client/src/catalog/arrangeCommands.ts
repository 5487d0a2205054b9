import { commands, type Disposable, type QuickPickItem, ThemeIcon, window } from 'vscode';
import { reportFailures } from '../failures.ts';
import type { CatalogTree } from './catalogTree.ts';
import type { GroupKey } from './outline/entryGroup.ts';
import { FILTERS, type FilterName } from './outline/filters.ts';
import { GROUPINGS } from './outline/groupings.ts';

/** How a person arranges the tree: what services are grouped by, what is shown at all. */
export function registerArrangeCommands(tree: CatalogTree): Disposable[] {
  return [
    commands.registerCommand('heady.catalog.groupBy', (wanted?: unknown) =>
      reportFailures('The catalog could not be grouped', async () => {
        const named = GROUPINGS.find(({ name }) => name === wanted)?.name;
        const grouping = named ?? (await pickGrouping(tree.arrangement.grouping));
        if (grouping) await tree.arrange({ grouping });
      }),
    ),
    commands.registerCommand('heady.catalog.filter', (wanted?: unknown) =>
      reportFailures('The catalog could not be filtered', async () => {
        const named = FILTERS.find(({ name }) => name === wanted)?.name;
        const filters = named ? new Set([named]) : await pickFilters(tree.arrangement.filters);
        if (filters) await tree.arrange({ filters });
      }),
    ),
    commands.registerCommand('heady.catalog.clearFilter', () =>
      reportFailures('The filter could not be taken away', () => tree.arrange({ filters: new Set() })),
    ),
  ];
}

async function pickGrouping(current: GroupKey): Promise<GroupKey | undefined> {
  const choices = GROUPINGS.map(({ name, label, detail, icon }) => ({
    name,
    label: `By ${label}`,
    description: name === current ? 'now' : '',
    detail,
    iconPath: new ThemeIcon(icon),
  }));
  const choice = await window.showQuickPick(choices, {
    title: 'Heady: Group Catalog',
    placeHolder: 'Group the services of the catalog ...',
  });
  return choice?.name;
}

async function pickFilters(current: ReadonlySet<FilterName>): Promise<Set<FilterName> | undefined> {
  const choices: (QuickPickItem & { name: FilterName })[] = FILTERS.map(({ name, label, detail, icon }) => ({
    name,
    label: `${label.charAt(0).toUpperCase()}${label.slice(1)}`,
    detail,
    iconPath: new ThemeIcon(icon),
    picked: current.has(name),
  }));
  const chosen = await window.showQuickPick(choices, {
    title: 'Heady: Filter Catalog',
    placeHolder: 'Show only what is ... (any of these; none shows everything)',
    canPickMany: true,
    matchOnDetail: true,
  });
  return chosen && new Set(chosen.map(({ name }) => name));
}
