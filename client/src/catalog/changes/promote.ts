import { commands, ProgressLocation, window } from 'vscode';
import type { PromoteParams, Promotion, Unavailable } from '../../../../server/src/protocol/entryChanges.ts';
import {
  type CatalogItem,
  ENVIRONMENT_NAMES,
  type EnvironmentName,
} from '../../../../server/src/protocol.ts';
import { environmentLabels } from '../../environments/environments.ts';
import { changeLines } from '../../environments/guardWords.ts';
import { openManifest } from '../openManifest.ts';
import { isAway, offerQueue } from '../queue/offerQueue.ts';
import { isPromotable } from '../states.ts';
import { type PromotionRow, promotionHeadline, promotionRows } from './promotionRows.ts';
import type { ShownTexts } from './shownTexts.ts';
import { type Changing, tellDone } from './undo.ts';

/**
 * Shows every gate to the next environment, and promotes where all let it pass and the user says so.
 *
 * @throws {Error} in words for people when nobody answers
 */
export async function promote(changing: Changing, item: CatalogItem, texts: ShownTexts): Promise<void> {
  const { environment, version } = item;
  const to = nextOf(environment);
  if (!isPromotable(item) || !to || version === undefined || environment === undefined)
    throw new Error(`${item.name} is not registered in an environment that another one follows.`);
  const label = environmentLabels[to];
  const params = { kind: item.kind, name: item.name, environment, to, ifVersion: version };
  const rehearsed = await rehearse(changing, params, label);
  if ('message' in rehearsed) {
    if (!isAway(changing.catalog)) throw new Error(rehearsed.message);
    const ifTargetVersion = knownThere(changing, item, to);
    const known = ifTargetVersion === undefined ? {} : { ifTargetVersion };
    const message = `${item.name} is not promoted. ${rehearsed.message}`;
    return await offerQueue(
      changing.queue,
      { does: 'promote', params: { ...params, ...known } },
      to,
      message,
    );
  }
  for (;;) {
    const row = await choose(rehearsed, `Heady: Promote ${item.name} to ${label}`, label);
    if (!row?.action) return;
    if ('promote' in row.action) return await go(changing, params, rehearsed, label);
    if ('rule' in row.action) return await openFinding(item, row.action.rule);
    const { before = '', after = '' } = rehearsed.texts ?? {};
    const name = rehearsed.name ?? item.name;
    return await texts.compare(`${name} in ${label}`, { registered: before, promoted: after });
  }
}

async function rehearse(
  { server }: Changing,
  params: PromoteParams,
  label: string,
): Promise<Promotion | Unavailable> {
  return await window.withProgress(
    { location: ProgressLocation.Notification, title: `Heady: walking the gates to ${label} ...` },
    () => server.request('heady/entry/rehearsePromotion', params),
  );
}

/** The version that was known last to be in the next environment; undefined: nobody can say. */
function knownThere({ catalog }: Changing, { kind, name, environment }: CatalogItem, to: EnvironmentName) {
  const there = catalog.find(kind, name.replace(`${environment}-`, `${to}-`));
  return there?.version;
}

async function choose(
  promotion: Promotion,
  title: string,
  target: string,
): Promise<PromotionRow | undefined> {
  return await window.showQuickPick(promotionRows(promotion, target), {
    title,
    placeHolder: promotionHeadline(promotion),
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
}

async function go(
  changing: Changing,
  params: PromoteParams,
  rehearsed: Promotion,
  label: string,
): Promise<void> {
  const { guard, server, catalog } = changing;
  const { targetVersion, changes } = rehearsed;
  const name = rehearsed.name ?? params.name;
  const shown = {
    outcome: targetVersion === 0 ? ('new' as const) : ('changed' as const),
    ...(targetVersion === 0 ? {} : { version: targetVersion }),
    changes,
  };
  const mayPass = await guard.pass({
    environment: params.to,
    question: `Promote ${params.name} to ${label}?`,
    verb: 'Promote',
    detail: async () => `${name}\n${changeLines(shown)}`,
  });
  if (!mayPass) return;
  const answer = await window.withProgress(
    { location: ProgressLocation.Notification, title: `Heady: promoting ${params.name} to ${label} ...` },
    () => server.request('heady/entry/promote', { ...params, ifTargetVersion: targetVersion }),
  );
  void catalog.refresh();
  if ('message' in answer) throw new Error(answer.message);
  const what = `${params.name} version ${params.ifVersion}`;
  if (answer.outcome === 'unchanged')
    return void window.showInformationMessage(`${what} is in ${label} just so already.`);
  if (answer.outcome !== 'promoted') {
    const stops = answer.gates.filter(({ outcome }) => outcome === 'refused').map(({ message }) => message);
    throw new Error(`${what} does not go to ${label}. ${stops.join(' ')}`);
  }
  const ref = { kind: params.kind, name, environment: params.to };
  const made = { made: answer.targetVersion, before: targetVersion };
  tellDone(changing, `${what} is in ${label} now, as ${name}.`, { ref, ...made });
}

/** Where it is mended, where there is a manifest here; otherwise what the rule asks. */
async function openFinding(item: CatalogItem, rule: string): Promise<void> {
  if (item.uri) {
    await openManifest(item);
    await commands.executeCommand('workbench.actions.view.problems');
    return;
  }
  void window.showInformationMessage(
    `${item.name} has no manifest here: mend ${rule} where it is, and register it.`,
  );
}

function nextOf(environment: EnvironmentName | undefined): EnvironmentName | undefined {
  return environment && ENVIRONMENT_NAMES[ENVIRONMENT_NAMES.indexOf(environment) + 1];
}
