import { ProgressLocation, window } from 'vscode';
import type { EntryRef } from '../../../../server/src/protocol/entryDetails.ts';
import type { RegisterResult } from '../../../../server/src/protocol/register.ts';
import type { VersionDocuments } from '../../entryDetails/versionDocuments.ts';
import { environmentLabels } from '../../environments/environments.ts';
import type { Guard } from '../../environments/guard.ts';
import { shortened } from '../../environments/guardWords.ts';
import { reportFailures } from '../../failures.ts';
import type { HeadyServer } from '../../server/headyServer.ts';
import type { CatalogService } from '../catalogService.ts';
import type { ChangeQueue } from '../queue/changeQueue.ts';

export const UNDO = 'Undo';

/** What every change of the catalog needs. */
export interface Changing {
  server: HeadyServer;
  catalog: CatalogService;
  guard: Guard;
  /** What waits while the control plane is away. */
  queue: ChangeQueue;
  versions: VersionDocuments;
}

/** The way back from a change that was made. */
export interface WayBack {
  ref: EntryRef;
  /** The version that the change made; it must still be the one registered. */
  made?: number;
  /** The version that is brought back; 0: there was none, so that the entry is retired again. */
  before: number;
}

/** That from a registration. */
export function wayBack(ref: EntryRef, { outcome, version: made = 1 }: RegisterResult): WayBack {
  // Of what was retired before, versions count on: it is retired again.
  return { ref, made, before: outcome === 'created' ? 0 : made - 1 };
}

/**
 * Tells what was done, and offers to undo it where there is a way. Whoever did it need not wait for an answer.
 *
 * @param backs the ways back from all that was done, in its order
 */
export function tellDone(changing: Changing, message: string, ...backs: WayBack[]): void {
  void offerUndo(changing, message, backs);
}

async function offerUndo(changing: Changing, message: string, backs: readonly WayBack[]): Promise<void> {
  const choice = await window.showInformationMessage(message, ...(backs.length > 0 ? [UNDO] : []));
  if (choice === UNDO) await undoChanges(changing, backs);
}

/** Undoes what was done together, once the user agrees where that is asked for; tells what could not be undone. */
export async function undoChanges(changing: Changing, backs: readonly WayBack[]): Promise<void> {
  const [first, ...others] = backs;
  if (!first) return;
  await (others.length === 0
    ? reportFailures('It was not undone', () => undo(changing, first))
    : reportFailures('Not all was undone', () => undoAll(changing, backs)));
}

/** @throws {Error} in words for people, where it cannot be undone */
async function undo({ server, catalog, guard }: Changing, { ref, made, before }: WayBack): Promise<void> {
  const environment = guard.placeOf({ ...catalog.find(ref.kind, ref.name), ...ref });
  const mayPass = await guard.pass({
    environment,
    question: `Undo the change of ${ref.name} in ${environmentLabels[environment]}?`,
    verb: UNDO,
    detail: async () =>
      before === 0 ? 'It is retired again. Its history stays.' : `It is again what version ${before} was.`,
  });
  if (!mayPass) return;
  const message = await takeBack(server, { ref, before, ...(made === undefined ? {} : { made }) });
  void catalog.refresh();
  void window.showInformationMessage(`Undone: ${message}`);
}

/**
 * Undoes several changes, the last one first: what was registered after another may depend on it.
 *
 * @throws {Error} in words for people, naming each that could not be undone
 */
async function undoAll({ server, catalog, guard }: Changing, backs: readonly WayBack[]): Promise<void> {
  const placeOf = ({ ref }: WayBack) => guard.placeOf({ ...catalog.find(ref.kind, ref.name), ...ref });
  for (const environment of new Set(backs.map(placeOf))) {
    const those = backs.filter((back) => placeOf(back) === environment);
    const mayPass = await guard.pass({
      environment,
      question: `Undo the change of ${those.length} entries in ${environmentLabels[environment]}?`,
      verb: UNDO,
      detail: async () => shortened(those.map(backWords), 'entries').join('\n'),
    });
    if (!mayPass) return;
  }
  const problems: string[] = [];
  await window.withProgress(
    { location: ProgressLocation.Notification, title: 'Heady: undoing', cancellable: true },
    async (progress, token) => {
      for (const [index, back] of backs.toReversed().entries()) {
        if (token.isCancellationRequested) break;
        const message = `${index + 1} of ${backs.length}: ${back.ref.name}`;
        progress.report({ message, increment: 100 / backs.length });
        await takeBack(server, back).catch((error: Error) =>
          problems.push(`${back.ref.name}: ${error.message}`),
        );
      }
    },
  );
  void catalog.refresh();
  if (problems.length > 0) throw new Error(shortened(problems, 'entries').join('\n'));
}

function backWords({ ref, before }: WayBack): string {
  return `• ${ref.name}: ${before === 0 ? 'retired again' : `version ${before} again`}`;
}

/** @returns what was done, in words for people. @throws {Error} in words for people, where it was not */
async function takeBack(server: HeadyServer, { ref, made, before }: WayBack): Promise<string> {
  const result =
    before === 0
      ? await server.request('heady/entry/retire', {
          ...ref,
          ifVersion: made ?? 1,
          reason: 'undone in the editor',
        })
      : await server.request('heady/entry/restore', {
          ...ref,
          version: before,
          ...(made === undefined ? {} : { ifVersion: made }),
        });
  const isDone = ['retired', 'created', 'updated', 'unchanged'].includes(result.outcome);
  if (!isDone) throw new Error(result.message);
  return result.message;
}
