import { commands, type Disposable, window } from 'vscode';
import { ENVIRONMENT_NAMES, type EnvironmentName, Methods } from '../../../server/src/protocol.ts';
import type { CatalogService } from '../catalog/catalogService.ts';
import { reportFailures } from '../failures.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import { pickEnvironment } from './environmentPicker.ts';
import type { EnvironmentService } from './environmentService.ts';
import { environmentIn, environmentLabels } from './environments.ts';
import { showEnvironmentDiff } from './showEnvironmentDiff.ts';
import { switchTargets } from './switchTargets.ts';

/**
 * `heady.environment.compare` lists which services a switch leaves behind and which it brings. `heady.environment.switch`: asks, unless it is told the environment by a keybinding (`"args": "test"`) or by a
 * node of the catalog. Then the folder of the active editor is switched.
 */
export function registerEnvironmentCommands(
  server: HeadyServer,
  environments: EnvironmentService,
  catalog: CatalogService,
): Disposable[] {
  const showDiff = (from: EnvironmentName, to: EnvironmentName) =>
    reportFailures('The environments could not be compared', () =>
      showEnvironmentDiff(catalog.items, from, to),
    );
  const compare = commands.registerCommand('heady.environment.compare', async (target?: unknown) => {
    const from = environments.current;
    const to = environmentIn(target) ?? (await pickOther(from));
    if (to !== undefined) await showDiff(from, to);
  });
  const change = commands.registerCommand('heady.environment.switch', (target?: unknown) =>
    reportFailures('The environment could not be switched', async () => {
      const name = environmentIn(target);
      if (name !== undefined) return await environments.switch(name);
      const { activeFolder, current } = environments;
      const folders = environments.folders.map((each) => ({ ...each, name: each.folder.name }));
      const active = folders.find(({ folder }) => folder.uri.toString() === activeFolder?.uri.toString());
      const chosen = await pickEnvironment(
        switchTargets(folders, active?.folder, current),
        ({ folders: [folder] }) =>
          server.request(Methods.environments, folder ? { folder: folder.uri.toString() } : {}),
        (from, to) => void showDiff(from, to),
      );
      if (chosen) await environments.switch(chosen.environment, chosen.target.folders);
    }),
  );
  return [compare, change];
}

async function pickOther(current: EnvironmentName): Promise<EnvironmentName | undefined> {
  const others = ENVIRONMENT_NAMES.filter((name) => name !== current);
  const rows = others.map((name) => ({ label: environmentLabels[name], name }));
  const title = `Heady: Compare ${environmentLabels[current]} with`;
  return (await window.showQuickPick(rows, { title }))?.name;
}
