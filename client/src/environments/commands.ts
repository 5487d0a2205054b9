import { commands, type Disposable } from 'vscode';
import { Methods } from '../../../server/src/protocol.ts';
import { reportFailures } from '../failures.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import { pickEnvironment } from './environmentPicker.ts';
import type { EnvironmentService } from './environmentService.ts';
import { environmentIn } from './environments.ts';
import { switchTargets } from './switchTargets.ts';

/**
 * `heady.environment.switch`: asks, unless it is told the environment by a keybinding (`"args": "test"`) or by a
 * node of the catalog. Then the folder of the active editor is switched.
 */
export function registerEnvironmentCommands(
  server: HeadyServer,
  environments: EnvironmentService,
): Disposable {
  return commands.registerCommand('heady.environment.switch', (target?: unknown) =>
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
      );
      if (chosen) await environments.switch(chosen.environment, chosen.target.folders);
    }),
  );
}
