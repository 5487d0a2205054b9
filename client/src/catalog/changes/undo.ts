import { window } from 'vscode';
import type { EntryRef } from '../../../../server/src/protocol/entryDetails.ts';
import { environmentLabels } from '../../environments/environments.ts';
import type { Guard } from '../../environments/guard.ts';
import { reportFailures } from '../../failures.ts';
import type { HeadyServer } from '../../server/headyServer.ts';
import type { CatalogService } from '../catalogService.ts';
import type { ChangeQueue } from '../queue/changeQueue.ts';

const UNDO = 'Undo';

/** What every change of the catalog needs. */
export interface Changing {
  server: HeadyServer;
  catalog: CatalogService;
  guard: Guard;
  /** What waits while the control plane is away. */
  queue: ChangeQueue;
}

/** The way back from a change that was made. */
export interface WayBack {
  ref: EntryRef;
  /** The version that the change made; it must still be the one registered. */
  made?: number;
  /** The version that is brought back; 0: there was none, so that the entry is retired again. */
  before: number;
}

/** Tells what was done, and offers to undo it where there is a way. Whoever did it need not wait for an answer. */
export function tellDone(changing: Changing, message: string, back?: WayBack): void {
  void offerUndo(changing, message, back);
}

async function offerUndo(changing: Changing, message: string, back?: WayBack): Promise<void> {
  const choice = await (back
    ? window.showInformationMessage(message, UNDO)
    : window.showInformationMessage(message));
  if (choice === UNDO && back) await reportFailures('It was not undone', () => undo(changing, back));
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
  void catalog.refresh();
  const isDone = ['retired', 'created', 'updated', 'unchanged'].includes(result.outcome);
  if (!isDone) throw new Error(result.message);
  void window.showInformationMessage(`Undone: ${result.message}`);
}
