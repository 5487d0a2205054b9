import { commands, type Disposable, window } from 'vscode';
import { reportFailures } from '../failures.ts';
import { environmentIn, environmentLabels } from './environments.ts';
import type { Guard } from './guard.ts';

/** The commands that unlock an environment for a while, and lock it again. */
export function registerGuardCommands(guard: Guard): Disposable[] {
  return [
    commands.registerCommand('heady.environment.unlock', (target?: unknown) =>
      reportFailures('Nothing was unlocked', async () => {
        const environment = environmentIn(target) ?? (guard.isLocked(guard.current) ? guard.current : 'prod');
        if (guard.isLocked(environment)) await guard.unlock(environment);
        else void window.showInformationMessage(`${environmentLabels[environment]} can be changed as it is.`);
      }),
    ),
    commands.registerCommand('heady.environment.lock', (target?: unknown) =>
      reportFailures('It may still be unlocked', async () => {
        const environment = environmentIn(target) ?? (guard.shown ?? guard.unlocked[0])?.environment;
        if (environment) await guard.lock(environment);
      }),
    ),
  ];
}
