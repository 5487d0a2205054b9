import { ProgressLocation, window } from 'vscode';
import type { CatalogItem } from '../../../server/src/protocol/catalog.ts';
import type { RegisterPreview } from '../../../server/src/protocol/guard.ts';
import type { RegisterParams, RegisterResult } from '../../../server/src/protocol/register.ts';
import { Methods } from '../../../server/src/protocol.ts';
import { environmentLabels } from '../environments/environments.ts';
import { changeLines } from '../environments/guardWords.ts';
import { type Changing, tellDone, wayBack } from './changes/undo.ts';
import { openManifest } from './openManifest.ts';
import { isAway, offerQueue } from './queue/offerQueue.ts';
import { findingLines } from './registration.ts';

/**
 * Registers a manifest of the workspace in its environment's catalog, and tells what came of it.
 *
 * @throws {Error} in words for people when the server cannot answer
 */
export async function register(changing: Changing, { kind, name }: RegisterParams): Promise<void> {
  const { server, catalog, guard, queue } = changing;
  const item = catalog.find(kind, name);
  const environment = guard.placeOf(item ?? {});
  const label = environmentLabels[environment];
  let shown: RegisterPreview | null = null;
  const mayPass = await guard.pass({
    environment,
    question: `Register ${name} in the ${label} catalog?`,
    verb: 'Register',
    detail: async () => {
      shown = await server.request(Methods.registerPreview, { kind, name });
      const changes = shown ? [changeLines(shown), ''] : [];
      return [...changes, 'Everybody who uses this control plane will see it.'].join('\n');
    },
    show: item && showDrift(changing, item),
  });
  if (!mayPass) return;
  const result = await window.withProgress(
    { location: ProgressLocation.Notification, title: `Heady: registering ${name} ...` },
    () => server.request(Methods.register, { kind, name, ...versionOf(shown) }),
  );
  void catalog.refresh();
  if (result.outcome === 'unavailable' && isAway(catalog, environment)) {
    // Where nothing was known to be registered, what is by then is a conflict.
    const known = shown ?? (await server.request(Methods.registerPreview, { kind, name }));
    const params = { kind, name, ifVersion: known?.version ?? 0 };
    return await offerQueue(queue, { does: 'register', params }, environment, result.message);
  }
  await tell(changing, result, { kind, name, environment: item?.environment }, item);
}

/** How to see all that registering it would change; nothing where it is new. */
function showDrift({ versions }: Changing, { kind, name, environment, version }: CatalogItem) {
  if (version === undefined) return undefined;
  const ref = { kind, name, ...(environment ? { environment } : {}) };
  return () => versions.compare(ref, version, 'manifest');
}

/** Only what was shown may change: where another version is registered meanwhile, that is a conflict. */
function versionOf(shown: RegisterPreview | null): Pick<RegisterParams, 'ifVersion'> {
  return shown?.version === undefined ? {} : { ifVersion: shown.version };
}

async function tell(
  changing: Changing,
  result: RegisterResult,
  { kind, name, environment }: RegisterParams & { environment: CatalogItem['environment'] | undefined },
  item: CatalogItem | undefined,
): Promise<void> {
  switch (result.outcome) {
    case 'created':
    case 'updated': {
      const ref = { kind, name, ...(environment ? { environment } : {}) };
      tellDone(changing, result.message, wayBack(ref, result));
      return;
    }
    case 'unchanged':
      void window.showInformationMessage(result.message);
      return;
    case 'conflict':
    case 'locked':
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
