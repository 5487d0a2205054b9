import { expect, test } from 'vitest';
import type { Caller } from '../connection/caller.ts';
import type { Json } from '../connection/raw.ts';
import { Conversations } from './conversations.ts';
import type { Exchange } from './exchange.ts';

const { signal } = new AbortController();
const QUESTION = { method: 'elicitation/create', params: { message: 'Who?' } };

/** A server that asks a question, and answers with what it was told. */
const asking = async (caller: Caller, until: AbortSignal) => ({ told: await caller.ask(QUESTION, until) });

test('a call that asks nothing is answered as it is', async () => {
  expect(await new Conversations().hold(async () => ({ done: true }), 'a', exchange(), signal)).toEqual({
    done: true,
  });
});

test('a question is an answer, and the call goes on when the client comes back with what was asked for', async () => {
  const conversations = new Conversations();
  const first = await conversations.hold(asking, 'a', exchange(), signal);
  const [key = ''] = Object.keys(first.inputRequests as object);
  expect(first).toMatchObject({ resultType: 'input_required', inputRequests: { [key]: QUESTION } });
  const { requestState } = first;
  const missing = await conversations.hold(
    asking,
    'a',
    exchange({ requestState, inputResponses: {} }),
    signal,
  );
  expect(missing.inputRequests).toEqual(first.inputRequests);
  const given = { requestState: missing.requestState, inputResponses: { [key]: { action: 'accept' } } };
  expect(await conversations.hold(asking, 'a', exchange(given), signal)).toEqual({
    told: { action: 'accept' },
  });
});

test('a state is good for its own call, and once', async () => {
  const conversations = new Conversations();
  const { requestState } = await conversations.hold(asking, 'a', exchange(), signal);
  const again = (about: string) => conversations.hold(asking, about, exchange({ requestState }), signal);
  await expect(again('b')).rejects.toThrow(/over, or was asked by another call/);
  await expect(again('a')).rejects.toThrow(/over/);
});

test('the server is told where the client gives up, and where nobody comes back', async () => {
  const conversations = new Conversations();
  const reasons: unknown[] = [];
  const patient = async (caller: Caller, until: AbortSignal) => {
    until.addEventListener('abort', () => reasons.push(until.reason));
    return await caller.ask(QUESTION, until);
  };
  await conversations.hold(patient, 'a', exchange(), signal);
  conversations.close();
  expect(reasons).toMatchObject([{ message: expect.stringContaining('Nobody came back') }]);
  const cancelling = new AbortController();
  const never = (_: Caller, until: AbortSignal) =>
    new Promise<Json>((_, reject) => until.addEventListener('abort', () => reject(until.reason)));
  const call = conversations.hold(never, 'a', exchange(), cancelling.signal);
  cancelling.abort(new Error('no longer wanted'));
  await expect(call).rejects.toThrow('no longer wanted');
});

function exchange(extras: Json = {}): Exchange {
  const ask = async () => {
    throw new Error('It is asked by an answer.');
  };
  return { signal, correlation: '1', extras, isAskedByAnswer: true, ask, tell: () => {} };
}
