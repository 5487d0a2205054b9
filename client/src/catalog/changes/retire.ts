import { ProgressLocation, window } from 'vscode';
import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';
import type { Dependant } from '../../../../server/src/protocol/entryChanges.ts';
import { environmentLabels } from '../../environments/environments.ts';
import { isAway, offerQueue } from '../queue/offerQueue.ts';
import { type Changing, tellDone } from './undo.ts';

/** A dialog does not scroll. */
const MOST_SHOWN = 10;

const LONGEST_REASON = 200;

/**
 * Takes an entry out of use, once the user says why; where others depend on it, only once they say so twice.
 *
 * @throws {Error} in words for people where it was not retired
 */
export async function retire(changing: Changing, item: CatalogItem): Promise<void> {
  const { kind, name, environment, version } = item;
  if (version === undefined) throw new Error(`${name} is not registered.`);
  const where = changing.guard.placeOf(item);
  const label = environmentLabels[where];
  const reason = await window.showInputBox({
    title: `Heady: Retire ${name}`,
    prompt: `Why is it taken out of use? It goes into its history, which stays.`,
    placeHolder: 'Replaced by dev-health-invoicing',
    ignoreFocusOut: true,
    validateInput: (value) =>
      value.length > LONGEST_REASON ? `Say it in ${LONGEST_REASON} characters.` : undefined,
  });
  if (reason === undefined) return;
  const mayPass = await changing.guard.pass({
    environment: where,
    question: `Retire ${name} from the ${label} catalog?`,
    verb: 'Retire',
    detail: async () =>
      `${kind} ${name}, version ${version}, is not in use any more. Its history stays, and it can be brought back.`,
  });
  if (!mayPass) return;
  const ref = { kind, name, ...(environment ? { environment } : {}) };
  const params = { ...ref, ifVersion: version, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) };
  const ask = (force: boolean) =>
    window.withProgress(
      { location: ProgressLocation.Notification, title: `Heady: retiring ${name} ...` },
      () => changing.server.request('heady/entry/retire', { ...params, ...(force ? { force } : {}) }),
    );
  let result = await ask(false);
  if (result.outcome === 'refused') {
    if (!(await sayAgain(name, result.dependants))) return;
    result = await ask(true);
  }
  void changing.catalog.refresh();
  if (result.outcome === 'unavailable' && isAway(changing.catalog, where))
    return await offerQueue(
      changing.queue,
      { does: 'retire', params },
      where,
      `${name} is not retired. ${result.message}`,
    );
  if (result.outcome !== 'retired') throw new Error(result.message);
  tellDone(changing, result.message, { ref, before: version });
}

async function sayAgain(name: string, dependants: readonly Dependant[]): Promise<boolean> {
  const lines = dependants.slice(0, MOST_SHOWN).map(({ kind, name, path }) => `• ${kind} ${name} (${path})`);
  const rest = dependants.length - lines.length;
  const anyway = 'Retire Anyway';
  const choice = await window.showWarningMessage(
    `Others depend on ${name}.`,
    {
      modal: true,
      detail: [
        ...lines,
        ...(rest > 0 ? [`... and ${rest} more`] : []),
        '',
        'They refer to nothing afterwards.',
      ].join('\n'),
    },
    anyway,
  );
  return choice === anyway;
}
