import { commands, type Disposable } from 'vscode';
import { Methods } from '../../../server/src/protocol.ts';
import { reportFailures } from '../failures.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import { pickEnvironment } from './environmentPicker.ts';
import type { EnvironmentService } from './environmentService.ts';
import { environmentIn } from './environments.ts';

/**
 * `heady.environment.switch`: asks, unless it is told the environment by a keybinding (`"args": "test"`) or by a
 * node of the catalog.
 */
export function registerEnvironmentCommands(
  server: HeadyServer,
  environments: EnvironmentService,
): Disposable {
  return commands.registerCommand('heady.environment.switch', (target?: unknown) =>
    reportFailures('The environment could not be switched', async () => {
      const name =
        environmentIn(target) ??
        (await pickEnvironment(environments.current, server.request(Methods.environments, undefined)));
      if (name !== undefined) await environments.switch(name);
    }),
  );
}
