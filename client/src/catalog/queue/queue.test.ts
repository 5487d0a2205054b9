import { describe, expect, it } from 'vitest';
import { ChangeQueue } from './changeQueue.ts';
import { changeWords, type QueuedChange, queueWords, waitWords } from './queuedChange.ts';
import type { QueueStorage } from './queueFile.ts';
import { type Decisions, replay } from './replay.ts';
import type { Ask } from './sendChange.ts';

const AT = '2026-11-21T12:00:00.000Z';
const BILLING = { kind: 'Service', name: 'dev-health-billing' };

function memory(): QueueStorage {
  let kept = '[]';
  return {
    read: () => JSON.parse(kept),
    write: (changes) => {
      kept = JSON.stringify(changes);
    },
  };
}

function queueOf(storage = memory()) {
  const queue = new ChangeQueue(storage, () => new Date(AT));
  queue.add({ does: 'register', params: { ...BILLING, ifVersion: 2 } }, 'dev');
  queue.add({ does: 'retire', params: { ...BILLING, name: 'dev-health-old', ifVersion: 5 } }, 'dev');
  return queue;
}

/** Whom nobody has to ask, or who fails the test where they are. */
const nobody: Decisions = {
  onConflict: () => Promise.reject(new Error('There is no conflict.')),
  onRefusal: () => Promise.reject(new Error('There is no refusal.')),
};

/** A language server that answers so, one request after the other. */
function answering(...answers: object[]) {
  const asked: [string, unknown][] = [];
  const ask = (async (method: string, params: unknown) => {
    asked.push([method, params]);
    return answers.shift();
  }) as unknown as Ask;
  return { ask, asked };
}

describe('the queue', () => {
  it('is kept with the workspace, in order, and forgets what is dropped', () => {
    const storage = memory();
    const queue = queueOf(storage);
    let heard = 0;
    queue.onDidChange(() => heard++);
    queue.note(1, 'It was refused.');
    const again = new ChangeQueue(storage);
    expect(again.changes).toEqual(queue.changes);
    expect(again.changes.map(({ does, problem }) => [does, problem])).toEqual([
      ['register', 'It was refused.'],
      ['retire', undefined],
    ]);
    queue.drop(1);
    expect(new ChangeQueue(storage).changes.map(({ id }) => id)).toEqual([2]);
    expect(heard).toBe(2);
  });

  it('takes several in their order, at once', () => {
    const kept: number[] = [];
    const queue = new ChangeQueue(
      { read: () => [], write: ({ length }) => kept.push(length) },
      () => new Date(AT),
    );
    const one = (name: string) => ({
      ...{ does: 'register' as const, environment: 'dev' as const },
      params: { kind: 'Service', name, ifVersion: 0 },
    });
    queue.addAll([one('a'), one('b')]);
    queue.addAll([one('c'), one('a')]);
    expect(queue.changes.map(({ id, params }) => [id, params.name])).toEqual([
      [2, 'b'],
      [3, 'c'],
      [4, 'a'],
    ]);
    expect(kept).toEqual([2, 3]);
  });

  it('holds one change of an entry to the same end', () => {
    const queue = queueOf();
    queue.add({ does: 'register', params: { ...BILLING, ifVersion: 3 } }, 'dev');
    expect(queue.changes.map(({ id, params }) => [id, params.name])).toEqual([
      [2, 'dev-health-old'],
      [3, BILLING.name],
    ]);
  });
});

describe('replaying', () => {
  it('sends the versions that were known, and empties the queue', async () => {
    const queue = queueOf();
    const { ask, asked } = answering(
      { outcome: 'updated', message: '' },
      { outcome: 'retired', message: '', dependants: [] },
    );
    const { done, left } = await replay(queue.changes, queue, ask, nobody);
    expect([done.length, left]).toEqual([2, undefined]);
    expect(asked).toEqual([
      ['heady/register', { ...BILLING, ifVersion: 2 }],
      ['heady/entry/retire', { ...BILLING, name: 'dev-health-old', ifVersion: 5 }],
    ]);
    expect(queue.changes).toEqual([]);
  });

  it('overwrites only what was shown: who is faster again is a conflict again', async () => {
    const queue = queueOf();
    queue.drop(2);
    const { ask, asked } = answering(
      { outcome: 'conflict', message: '', version: 3 },
      { outcome: 'conflict', message: '', version: 4 },
      { outcome: 'updated', message: '' },
    );
    const shown: unknown[] = [];
    await replay(queue.changes, queue, ask, {
      ...nobody,
      onConflict: async (_, { version }) => {
        shown.push(version);
        return 'overwrite';
      },
    });
    expect(shown).toEqual([3, 4]);
    expect(asked.map(([, params]) => (params as { ifVersion: number }).ifVersion)).toEqual([2, 3, 4]);
    expect(queue.changes).toEqual([]);
  });

  it('leaves what is theirs, and keeps what shall wait with the reason', async () => {
    const queue = queueOf();
    const { ask } = answering(
      { outcome: 'conflict', message: 'By now version 3.', version: 3 },
      {
        outcome: 'refused',
        message: 'Others refer to it.',
        dependants: [{ kind: 'Api', name: 'a', path: 'x' }],
      },
    );
    const { done } = await replay(queue.changes, queue, ask, {
      onConflict: async () => 'theirs',
      onRefusal: async (_, { canForce }) => (canForce ? 'later' : 'drop'),
    });
    expect(done).toEqual([]);
    expect(queue.changes.map(({ problem }) => problem)).toEqual(['Others refer to it.\n\n• Api a']);
  });

  it('retires in spite of others once somebody says so', async () => {
    const queue = queueOf();
    queue.drop(1);
    const { ask, asked } = answering(
      { outcome: 'refused', message: '', dependants: [] },
      { outcome: 'retired', message: '', dependants: [] },
    );
    await replay(queue.changes, queue, ask, { ...nobody, onRefusal: async () => 'force' });
    expect(asked[1]?.[1]).toMatchObject({ force: true, ifVersion: 5 });
    expect(queue.changes).toEqual([]);
  });

  it('loses nothing where it is away again, or the environment locked', async () => {
    const queue = queueOf();
    const { ask } = answering(
      { outcome: 'unavailable', message: 'It is away.' },
      { outcome: 'locked', message: 'dev is read-only.' },
    );
    const { done, left } = await replay(queue.changes, queue, ask, nobody);
    expect([done, left]).toEqual([[], 'dev is read-only.']);
    expect(queue.changes.map(({ problem }) => problem)).toEqual(['It is away.', 'dev is read-only.']);
  });

  it('promotes to what was known there, and shows which gates it does not pass', async () => {
    const queue = new ChangeQueue(memory());
    const params = { ...BILLING, to: 'test' as const, ifVersion: 2, ifTargetVersion: 1 };
    queue.add({ does: 'promote', params }, 'test');
    const gate = { gate: 'policy', findings: [] };
    const { ask, asked } = answering(
      {
        ...{ outcome: 'conflict', sourceVersion: 3, targetVersion: 4 },
        gates: [{ ...gate, outcome: 'refused', message: 'Version 4 is there.' }],
      },
      { outcome: 'refused', gates: [{ ...gate, outcome: 'refused', message: 'No owner.' }] },
    );
    const told: string[] = [];
    await replay(queue.changes, queue, ask, {
      onConflict: async (_, { message }) => {
        told.push(message);
        return 'overwrite';
      },
      onRefusal: async (_, { message }) => {
        told.push(message);
        return 'drop';
      },
    });
    expect(told).toEqual(['• Version 4 is there.', '• No owner.']);
    expect(asked[0]?.[1]).toEqual(params);
    expect(asked[1]?.[1]).toEqual({ ...params, ifVersion: 3, ifTargetVersion: 4 });
    expect(queue.changes).toEqual([]);
  });
});

it('says what waits, and for how long', () => {
  const change = (does: string, environment: string) =>
    ({ does, environment, params: BILLING, id: 1, at: AT }) as QueuedChange;
  expect(changeWords(change('register', 'dev'))).toBe('Register dev-health-billing in Dev');
  expect(changeWords(change('promote', 'test'))).toBe('Promote dev-health-billing to Test');
  expect(changeWords(change('retire', 'prod'))).toBe('Retire dev-health-billing from Prod');
  const after = (minutes: number) => new Date(Date.parse(AT) + minutes * 60_000);
  expect([0, 1, 59, 60, 600, 1440, 5000].map((minutes) => waitWords(AT, after(minutes)))).toEqual([
    'less than a minute',
    '1 minute',
    '59 minutes',
    '1 hour',
    '10 hours',
    '1 day',
    '3 days',
  ]);
  expect(queueWords([], after(0))).toBe('No change waits.');
  expect(queueWords([change('retire', 'dev'), change('retire', 'dev')], after(3))).toBe(
    '2 changes wait for the control plane, the first for 3 minutes.',
  );
});
