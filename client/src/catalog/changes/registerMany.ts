import { type CancellationToken, type Progress, ProgressLocation, QuickPickItemKind, window } from 'vscode';
import type { CatalogItem } from '../../../../server/src/protocol/catalog.ts';
import type { RegisterResult } from '../../../../server/src/protocol/register.ts';
import { ENVIRONMENT_NAMES, type EnvironmentName, Methods } from '../../../../server/src/protocol.ts';
import { environmentLabels } from '../../environments/environments.ts';
import { shortened } from '../../environments/guardWords.ts';
import { isAway, offerQueueForAll } from '../queue/offerQueue.ts';
import { findingLines } from '../registration.ts';
import { isRegistrable, stateLooks } from '../states.ts';
import type { ShownTexts } from './shownTexts.ts';
import { type Changing, tellDone, UNDO, undoChanges, type WayBack, wayBack } from './undo.ts';

/** What judges others goes first, so that they are judged by it. */
const FIRST = ['Policy', 'Vertical', 'Environment'];

/** What there is a way back from. */
const CHANGED: readonly RegisterResult['outcome'][] = ['created', 'updated'];

interface Registered {
  item: CatalogItem;
  result: RegisterResult;
}

/** What an environment's control plane was away for. */
interface Unreached {
  item: CatalogItem;
  environment: EnvironmentName;
  /** Why, in words for people. */
  message: string;
}

/** Registers the manifests that the user picks, one after the other, and tells what came of each. */
export async function registerMany(changing: Changing, texts: ShownTexts): Promise<void> {
  const candidates = changing.catalog.items.filter(isRegistrable);
  if (candidates.length === 0) {
    void window.showInformationMessage('Every manifest of this workspace is registered as it is.');
    return;
  }
  const chosen = await pick(candidates);
  if (!chosen || chosen.length === 0) return;
  const environments = new Set(chosen.map((item) => changing.guard.placeOf(item)));
  for (const environment of environments) {
    const those = chosen.filter((item) => changing.guard.placeOf(item) === environment);
    const label = environmentLabels[environment];
    const mayPass = await changing.guard.pass({
      environment,
      question: `Register ${those.length} manifests in the ${label} catalog?`,
      verb: 'Register',
      detail: async () => shortened(those.map(changeWords), 'manifests').join('\n'),
    });
    if (!mayPass) return;
  }
  const ordered = [...chosen].sort((a, b) => rank(a) - rank(b));
  const { done, unreached } = await window.withProgress(
    { location: ProgressLocation.Notification, title: 'Heady: registering', cancellable: true },
    (progress, token) => registerAll(changing, ordered, progress, token),
  );
  void changing.catalog.refresh();
  if (unreached.length > 0) await offerToWait(changing, unreached);
  if (done.length > 0 || unreached.length === 0)
    await tell(changing, done, chosen.length - unreached.length, texts);
}

function changeWords({ name, state, drift }: CatalogItem): string {
  const fields = drift?.length ? ` in ${drift.join(', ')}` : '';
  return `• ${name}: ${stateLooks[state].words}${fields}`;
}

async function pick(candidates: readonly CatalogItem[]): Promise<CatalogItem[] | undefined> {
  const groups = Map.groupBy(candidates, ({ environment }) => environment);
  const order = [...ENVIRONMENT_NAMES, undefined].filter((environment) => groups.has(environment));
  const rows = order.flatMap((environment) => [
    {
      label: environment ? environmentLabels[environment] : 'Of no environment',
      kind: QuickPickItemKind.Separator,
    },
    ...(groups.get(environment) ?? []).map((item) => ({
      label: item.name,
      description: `${item.kind}, ${stateLooks[item.state].words}`,
      // What has errors is refused: it can be picked, but is not by itself.
      picked: item.errors === 0,
      item,
    })),
  ]);
  const chosen = await window.showQuickPick(rows, {
    title: 'Heady: Register Manifests',
    placeHolder: 'What is not registered, or differs from what is',
    canPickMany: true,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return chosen?.flatMap((row) => ('item' in row ? [row.item as CatalogItem] : []));
}

async function registerAll(
  { server, catalog, guard }: Changing,
  items: readonly CatalogItem[],
  progress: Progress<{ message: string; increment: number }>,
  token: CancellationToken,
): Promise<{ done: Registered[]; unreached: Unreached[] }> {
  const done: Registered[] = [];
  const unreached: Unreached[] = [];
  for (const [index, item] of items.entries()) {
    if (token.isCancellationRequested) break;
    const environment = guard.placeOf(item);
    // Where nobody answered, the others need not be tried.
    const away = unreached.find((each) => each.environment === environment);
    if (away) {
      unreached.push({ ...away, item });
      continue;
    }
    progress.report({
      message: `${index + 1} of ${items.length}: ${item.name}`,
      increment: 100 / items.length,
    });
    const { kind, name, version } = item;
    // Only what was known may change: what somebody registered meanwhile is a conflict.
    const known = version === undefined ? {} : { ifVersion: version };
    const result = await server.request(Methods.register, { kind, name, ...known });
    if (result.outcome === 'unavailable' && isAway(catalog, environment))
      unreached.push({ item, environment, message: result.message });
    else done.push({ item, result });
  }
  return { done, unreached };
}

/** Has what was not registered wait, where the user says so; each for the version that was known. */
async function offerToWait({ queue }: Changing, unreached: readonly Unreached[]): Promise<void> {
  const wanted = unreached.map(({ item: { kind, name, version = 0 }, environment }) => {
    return { does: 'register' as const, params: { kind, name, ifVersion: version }, environment };
  });
  const what = wanted.length === 1 ? '1 manifest is' : `${wanted.length} manifests are`;
  const why = [...new Set(unreached.map(({ message }) => message))];
  await offerQueueForAll(queue, wanted, [`${what} left.`, ...why].join(' '));
}

async function tell(
  changing: Changing,
  done: readonly Registered[],
  wanted: number,
  texts: ShownTexts,
): Promise<void> {
  const isTaken = ({ result }: Registered) => ['created', 'updated', 'unchanged'].includes(result.outcome);
  const others = done.filter((each) => !isTaken(each));
  const taken = done.length - others.length;
  const left = wanted - done.length;
  const cancelled = left > 0 ? ` ${left} were left as they are, as it was cancelled.` : '';
  const backs = done.filter(({ result }) => CHANGED.includes(result.outcome)).map(backOf);
  if (others.length === 0) {
    tellDone(
      changing,
      `${taken === 1 ? '1 manifest is' : `${taken} manifests are`} registered.${cancelled}`,
      ...backs,
    );
    return;
  }
  const show = 'Show Why';
  const choice = await window.showWarningMessage(
    `${taken} of ${done.length} are registered; ${others.length === 1 ? '1 is' : `${others.length} are`} not.${cancelled}`,
    show,
    ...(backs.length > 0 ? [UNDO] : []),
  );
  if (choice === UNDO) await undoChanges(changing, backs);
  if (choice !== show) return;
  const report = others.map(({ item, result }) =>
    [`${item.kind} ${item.name}: ${result.message}`, findingLines(result)].filter(Boolean).join('\n'),
  );
  await texts.show('Not registered', `${report.join('\n\n')}\n`);
}

function backOf({ item: { kind, name, environment }, result }: Registered): WayBack {
  return wayBack({ kind, name, ...(environment ? { environment } : {}) }, result);
}

function rank({ kind }: CatalogItem): number {
  const position = FIRST.indexOf(kind);
  return position < 0 ? FIRST.length : position;
}
