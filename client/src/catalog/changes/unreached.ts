import { commands, window } from 'vscode';
import type { PromoteParams, Unavailable } from '../../../../server/src/protocol/entryChanges.ts';
import { environmentLabels } from '../../environments/environments.ts';
import { isAway, offerQueue } from '../queue/offerQueue.ts';
import type { Changing } from './undo.ts';

const QUEUE = 'Queue';

/**
 * What to do where a promotion could not be asked for: signing in, where that is what it wants, or having it wait.
 *
 * @param params with the version that is known to be there
 * @returns whether the gates are to be walked again
 * @throws {Error} in words for people, where nothing can be done here
 */
export async function onUnreached(
  { catalog, queue }: Changing,
  params: PromoteParams,
  { outcome, message, at = params.to }: Unavailable,
): Promise<boolean> {
  if (outcome !== 'unavailable' || !isAway(catalog, at)) throw new Error(message);
  const isTarget = at === params.to;
  const told = `${params.name} is not promoted. ${message}`;
  const wanted = { does: 'promote' as const, params };
  const state = catalog.controlPlaneOf(at)?.state;
  if (state === 'signedOut' || state === 'expired') {
    const signIn = `Sign In to ${environmentLabels[at]}...`;
    const detail = isTarget ? 'Once you are signed in, the gates are walked again. It can also wait.' : '';
    const choice = await window.showWarningMessage(
      told,
      { modal: true, detail },
      ...[signIn, ...(isTarget ? [QUEUE] : [])],
    );
    if (choice === QUEUE) queue.add(wanted, params.to);
    if (choice !== signIn) return false;
    await commands.executeCommand('heady.environment.signIn', at);
    return true;
  }
  if (!isTarget) throw new Error(message);
  await offerQueue(queue, wanted, params.to, told);
  return false;
}
