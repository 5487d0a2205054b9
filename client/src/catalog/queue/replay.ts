import type { ChangeQueue } from './changeQueue.ts';
import type { QueuedChange } from './queuedChange.ts';
import { type Ask, overwriting, type Sent, sendChange } from './sendChange.ts';

/** What people decide of changes that cannot simply be made. */
export interface Decisions {
  /** Somebody else changed it meanwhile. `later`: it goes on waiting. */
  onConflict(change: QueuedChange, sent: Sent): Promise<'overwrite' | 'theirs' | 'later'>;
  onRefusal(change: QueuedChange, sent: Sent): Promise<'force' | 'drop' | 'later'>;
}

/** What became of the changes. */
export interface Replayed {
  done: QueuedChange[];
  /** Why the last one that waits on was not made, though nobody said that it should wait. */
  left?: string;
}

/**
 * Makes changes that waited, one after the other. What was made, or is not wanted any more, leaves the queue; all else
 * stays in it, with the reason.
 */
export async function replay(
  changes: readonly QueuedChange[],
  queue: ChangeQueue,
  ask: Ask,
  decisions: Decisions,
): Promise<Replayed> {
  const done: QueuedChange[] = [];
  let left: string | undefined;
  for (const change of changes) {
    const sent = await replayOne(change, ask, decisions);
    if (sent === 'dropped' || sent.outcome === 'done') {
      queue.drop(change.id);
      if (sent !== 'dropped') done.push(change);
      continue;
    }
    queue.note(change.id, sent.message);
    if (sent.outcome === 'away' || sent.outcome === 'locked') left = sent.message;
  }
  return { done, ...(left === undefined ? {} : { left }) };
}

async function replayOne(
  change: QueuedChange,
  ask: Ask,
  { onConflict, onRefusal }: Decisions,
): Promise<Sent | 'dropped'> {
  let sent = await sendChange(ask, change);
  for (;;) {
    if (sent.outcome === 'conflict') {
      const choice = await onConflict(change, sent);
      if (choice === 'later') return sent;
      if (choice === 'theirs') return 'dropped';
      // Only what was shown is overwritten: what is newer still is a conflict again.
      sent = await sendChange(ask, overwriting(change, sent));
    } else if (sent.outcome === 'refused') {
      const choice = await onRefusal(change, sent);
      if (choice === 'later') return sent;
      if (choice === 'drop') return 'dropped';
      sent = await sendChange(ask, change, true);
    } else return sent;
  }
}
