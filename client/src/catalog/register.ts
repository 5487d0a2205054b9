import { ProgressLocation, window } from 'vscode';
import {
  type CatalogItem,
  Methods,
  type RegisterParams,
  type RegisterResult,
} from '../../../server/src/protocol.ts';
import { environmentLabels } from '../environments/environments.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import type { CatalogService } from './catalogService.ts';
import { openManifest } from './openManifest.ts';
import { findingLines, registrationGate } from './registration.ts';

/**
 * Registers a manifest of the workspace in its environment's catalog, and tells what came of it.
 *
 * @throws {Error} in words for people when the server cannot answer
 */
export async function register(
  server: HeadyServer,
  catalog: CatalogService,
  { kind, name }: RegisterParams,
): Promise<void> {
  const item = catalog.find(kind, name);
  if (!(await mayRegister(server, item))) return;
  const result = await window.withProgress(
    { location: ProgressLocation.Notification, title: `Heady: registering ${name} ...` },
    () => server.request(Methods.register, { kind, name }),
  );
  void catalog.refresh();
  await tell(result, name, item);
}

async function mayRegister(server: HeadyServer, item: CatalogItem | undefined): Promise<boolean> {
  if (item?.environment === undefined) return true;
  const infos = await server.request(Methods.environments, undefined);
  const guard = infos.find((info) => info.name === item.environment);
  const gate = registrationGate(item, guard, environmentLabels[item.environment]);
  switch (gate.pass) {
    case 'free':
      return true;
    case 'closed':
      void window.showWarningMessage(gate.reason);
      return false;
    case 'ask':
      return (
        (await window.showWarningMessage(
          gate.question,
          { modal: true, detail: 'Everybody who uses this control plane will see the entry.' },
          'Register',
        )) === 'Register'
      );
  }
}

async function tell(result: RegisterResult, name: string, item: CatalogItem | undefined): Promise<void> {
  switch (result.outcome) {
    case 'created':
    case 'updated':
    case 'unchanged':
      void window.showInformationMessage(result.message);
      return;
    case 'conflict':
    case 'unavailable':
      void window.showWarningMessage(result.message);
      return;
    case 'refused': {
      const actions = item?.uri ? ['Open Manifest'] : [];
      const detail = [result.message, findingLines(result)].filter(Boolean).join('\n\n');
      const choice = await window.showErrorMessage(
        `${name} was not registered.`,
        { modal: true, detail },
        ...actions,
      );
      if (choice !== undefined && item) await openManifest(item);
    }
  }
}
