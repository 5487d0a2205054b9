import { ProtocolError } from '@modelcontextprotocol/client';
import { expect, test } from 'vitest';
import type { EndedCall } from '../telemetry/endedCall.ts';
import { type Next, Refusal } from './call.ts';
import { observe } from './observe.ts';
import { callOf, quiescence } from './testCall.ts';
import { TimedOut, Unanswered } from './unanswered.ts';

function observed() {
  let now = 0;
  const told: EndedCall[] = [];
  const stage = observe([(ended) => told.push(ended)], () => now);
  return {
    told,
    pass: (ms: number) => {
      now += ms;
    },
    send: (next: Next, call = callOf()) => stage(call, next),
  };
}

test.each([
  [{ content: [] }, 'done'],
  [{ isError: true, content: [] }, 'tool-error'],
  [{ resultType: 'input_required', inputRequests: {} }, 'asked'],
] as const)('%o is %s, and passed on as it is', async (result, outcome) => {
  const { send, told } = observed();
  expect(await send(async () => result)).toBe(result);
  expect(told).toMatchObject([{ outcome, call: { item: 'tool' } }]);
});

test.each([
  [new Refusal('gateway/role', 'no'), { outcome: 'refused', rule: 'gateway/role' }],
  [new TimedOut('too late'), { outcome: 'timed-out' }],
  [new ProtocolError(-32602, 'no such tool'), { outcome: 'error' }],
  [new Unanswered(new Error('lost'), true), { outcome: 'unanswered' }],
  [new Error('the client cannot be asked'), { outcome: 'error' }],
])('%o is told of, and passed on as it is', async (error, end) => {
  const { send, told } = observed();
  await expect(send(() => Promise.reject(error))).rejects.toBe(error);
  expect(told).toMatchObject([end]);
});

test('a call that its caller ended is cancelled', async () => {
  const { send, told } = observed();
  const signal = AbortSignal.abort(new Error('not needed any more'));
  await send(() => Promise.reject(signal.reason), callOf({ signal })).catch(() => {});
  expect(told).toMatchObject([{ outcome: 'cancelled' }]);
});

test('it counts the time that the server takes, not the time that a person takes to answer it', async () => {
  const { send, told, pass } = observed();
  let answer: () => void = () => {};
  const sent = send(async ({ watch }) => {
    pass(20);
    await watch?.asking(
      new Promise<void>((resolve) => {
        answer = resolve;
      }),
    );
    pass(5);
    return {};
  });
  await quiescence();
  pass(60_000);
  answer();
  await sent;
  expect(told).toMatchObject([{ milliseconds: 25 }]);
});
