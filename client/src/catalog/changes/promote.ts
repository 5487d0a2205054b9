import { commands, ProgressLocation, window } from 'vscode';
import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';
import type { PromoteParams, Promotion, Unavailable } from '../../../../server/src/protocol/entryChanges.ts';
import { Commands, ENVIRONMENT_NAMES, type EnvironmentName } from '../../../../server/src/protocol.ts';
import type { VersionDocuments } from '../../entryDetails/versionDocuments.ts';
import { environmentLabels } from '../../environments/environments.ts';
import { changeLines } from '../../environments/guardWords.ts';
import { isPromotable } from '../states.ts';
import { chooseOwn } from './chooseOwn.ts';
import { withIcon } from './iconRow.ts';
import { promotionConflict } from './promotionConflict.ts';
import { bring, mendFinding } from './promotionRemedies.ts';
import {
  type PromotionAction,
  type PromotionRow,
  promotionHeadline,
  promotionRows,
} from './promotionRows.ts';
import type { ShownTexts } from './shownTexts.ts';
import { type Changing, tellDone } from './undo.ts';
import { onUnreached } from './unreached.ts';

const SHOW_CHANGE = 'Show What Changed';
const AGAIN = 'Walk the Gates Again';
const GATES = 'Back to the Gates';

/** In which texts and versions are shown beside each other. */
export interface Documents {
  texts: ShownTexts;
  versions: VersionDocuments;
}

/**
 * Shows every gate to the next environment, and promotes where all let it pass and the user says so.
 *
 * @throws {Error} in words for people when nobody answers
 */
export async function promote(changing: Changing, item: CatalogItem, documents: Documents): Promise<void> {
  const { environment, version } = item;
  const to = nextOf(environment);
  if (!isPromotable(item) || !to || version === undefined || environment === undefined)
    throw new Error(`${item.name} is not registered in an environment that another one follows.`);
  const label = environmentLabels[to];
  let params: PromoteParams = { kind: item.kind, name: item.name, environment, to, ifVersion: version };
  for (;;) {
    const rehearsed = await rehearse(changing, params, label);
    if ('message' in rehearsed) {
      const ifTargetVersion = knownThere(changing, item, to);
      const known = ifTargetVersion === undefined ? {} : { ifTargetVersion };
      if (await onUnreached(changing, { ...params, ...known }, rehearsed)) continue;
      return;
    }
    const remedies = {
      manifest: item.uri !== undefined,
      signIn: changing.catalog.controlPlaneOf(to)?.environment !== undefined,
    };
    const rows = promotionRows(rehearsed, label, remedies, params.own);
    const action = await choose(
      rows,
      `Heady: Promote ${item.name} to ${label}`,
      promotionHeadline(rehearsed),
    );
    const show = () => showChanges({ name: item.name, ...rehearsed }, label, documents);
    if (action?.does === 'promote') {
      const failed = await go(changing, params, rehearsed, label, show);
      if (!failed) return;
      if ('message' in failed) {
        const asked = { ...params, ifTargetVersion: rehearsed.targetVersion };
        if (!(await onUnreached(changing, asked, failed))) return;
      } else {
        if (!(await goesAgain(params, rehearsed, failed, documents))) return;
        params = asOf(params, failed);
      }
    } else if (action?.does === 'compare') {
      await show();
      if (!(await goesOn(item.name, label))) return;
    } else if (action?.does === 'again') params = asOf(params, rehearsed);
    else if (action?.does === 'own') {
      const way = { name: item.name, before: environmentLabels[environment], target: label };
      params = { ...params, own: await chooseOwn(rehearsed, params.own ?? {}, way) };
    } else return await lead(action, { item, params, rehearsed }, changing, documents);
  }
}

/** The same of the version that is registered by now. */
function asOf(params: PromoteParams, { sourceVersion = params.ifVersion }: Promotion): PromoteParams {
  return { ...params, ifVersion: sourceVersion };
}

/** What leads out of the list of gates, to where something can be seen or mended. */
async function lead(
  action: PromotionAction | undefined,
  { item, params, rehearsed }: { item: CatalogItem; params: PromoteParams; rehearsed: Promotion },
  { server, catalog }: Changing,
  { versions }: Documents,
): Promise<void> {
  switch (action?.does) {
    case 'mend':
      return await mendFinding(server, item, action.finding);
    case 'bring':
      return await bring(catalog, action.missing);
    case 'register':
      return void (await commands.executeCommand(Commands.register, { kind: item.kind, name: item.name }));
    case 'signIn':
      return void (await commands.executeCommand('heady.environment.signIn', params.to));
    case 'showChange': {
      const { sides } = promotionConflict(params, rehearsed);
      if (sides) await versions.compareEntries(...sides);
    }
  }
}

/** Shows what would change there, whole. */
async function showChanges(
  { name, texts: sides }: Promotion,
  label: string,
  { texts }: Documents,
): Promise<void> {
  const { before = '', after = '' } = sides ?? {};
  await texts.compare(`${name} in ${label}`, { registered: before, promoted: after });
}

/** @returns whether somebody who looks at what would change goes on from there */
async function goesOn(source: string, label: string): Promise<boolean> {
  const question = `This is what promoting ${source} would change in ${label}. Nothing is changed yet.`;
  return (await window.showInformationMessage(question, GATES)) === GATES;
}

/** Tells of a conflict and shows it. @returns whether the gates are to be walked again */
async function goesAgain(
  params: PromoteParams,
  { targetVersion }: Promotion,
  conflict: Promotion,
  { versions }: Documents,
): Promise<boolean> {
  const { message, sides } = promotionConflict({ ...params, ifTargetVersion: targetVersion }, conflict);
  for (;;) {
    const question = `Not promoted: somebody else was faster. ${message}`;
    const choice = await window.showWarningMessage(question, ...(sides ? [SHOW_CHANGE] : []), AGAIN);
    if (choice !== SHOW_CHANGE || !sides) return choice === AGAIN;
    await versions.compareEntries(...sides);
  }
}

async function rehearse(
  { server }: Changing,
  params: PromoteParams,
  label: string,
): Promise<Promotion | Unavailable> {
  // In the status bar: of notifications that follow each other closely the editor drops some.
  return await window.withProgress(
    { location: ProgressLocation.Window, title: `Heady: walking the gates to ${label} ...` },
    () => server.request('heady/entry/rehearsePromotion', params),
  );
}

/** The version that was known last to be in the next environment; undefined: nobody can say. */
function knownThere({ catalog }: Changing, { kind, name, environment }: CatalogItem, to: EnvironmentName) {
  const there = catalog.find(kind, name.replace(`${environment}-`, `${to}-`));
  return there?.version;
}

async function choose(
  rows: PromotionRow[],
  title: string,
  placeHolder: string,
): Promise<PromotionAction | undefined> {
  const options = { title, placeHolder, matchOnDescription: true, matchOnDetail: true, ignoreFocusOut: true };
  return (await window.showQuickPick(rows.map(withIcon), options))?.action;
}

/** @returns the conflict, where somebody else was faster, or why it could not be asked for */
async function go(
  changing: Changing,
  params: PromoteParams,
  rehearsed: Promotion,
  label: string,
  show: () => Promise<void>,
): Promise<Promotion | Unavailable | undefined> {
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
    show,
  });
  if (!mayPass) return undefined;
  const answer = await window.withProgress(
    { location: ProgressLocation.Notification, title: `Heady: promoting ${params.name} to ${label} ...` },
    () => server.request('heady/entry/promote', { ...params, ifTargetVersion: targetVersion }),
  );
  void catalog.refresh();
  if ('message' in answer) return answer;
  const what = `${params.name} version ${params.ifVersion}`;
  if (answer.outcome === 'conflict') return answer;
  if (answer.outcome === 'unchanged') {
    void window.showInformationMessage(`${what} is in ${label} just so already.`);
    return undefined;
  }
  if (answer.outcome !== 'promoted') {
    const stops = answer.gates.filter(({ outcome }) => outcome === 'refused').map(({ message }) => message);
    throw new Error(`${what} does not go to ${label}. ${stops.join(' ')}`);
  }
  const ref = { kind: params.kind, name, environment: params.to };
  const made = { made: answer.targetVersion, before: targetVersion };
  tellDone(changing, `${what} is in ${label} now, as ${name}.`, { ref, ...made });
  return undefined;
}

function nextOf(environment: EnvironmentName | undefined): EnvironmentName | undefined {
  return environment && ENVIRONMENT_NAMES[ENVIRONMENT_NAMES.indexOf(environment) + 1];
}
