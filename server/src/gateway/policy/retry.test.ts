import { ProtocolError } from '@modelcontextprotocol/client';
import { expect, test } from 'vitest';
import { type GatewayCall, Refusal } from './call.ts';
import { retry } from './retry.ts';
import { callOf, upstreamOf } from './testCall.ts';
import { TimedOut, Unanswered } from './unanswered.ts';

const stage = retry(() => 0);
const lost = () => new Unanswered(new Error('the connection was lost'), true);
const idempotent = callOf({
  upstream: upstreamOf({ trustHints: true }),
  definition: { name: 'tool', annotations: { idempotentHint: true } },
});

/** @returns how often the server was asked, where it fails so often */
async function asked(call: GatewayCall, failures: number, error: () => unknown = lost): Promise<number> {
  let count = 0;
  const next = async () => {
    if (count++ < failures) throw error();
    return {};
  };
  await stage(call, next).catch(() => {});
  return count;
}

test('an idempotent call of a trusted server is sent up to three times', async () => {
  expect(await asked(idempotent, 0)).toBe(1);
  expect(await asked(idempotent, 1)).toBe(2);
  expect(await asked(idempotent, 9)).toBe(3);
  await expect(stage(idempotent, () => Promise.reject(lost()))).rejects.toThrow('the connection was lost');
});

test('what changes nothing counts as idempotent: reading does by its kind', async () => {
  const readOnly = { ...idempotent, definition: { annotations: { readOnlyHint: true } } };
  expect(await asked(readOnly, 9)).toBe(3);
  for (const method of ['resources/read', 'prompts/get', 'completion/complete'] as const)
    expect(await asked(callOf({ upstream: upstreamOf({ trustHints: true }), method }), 9)).toBe(3);
});

test('no other call is sent twice', async () => {
  expect(await asked({ ...idempotent, upstream: upstreamOf() }, 9)).toBe(1);
  expect(await asked({ ...idempotent, definition: { annotations: { idempotentHint: 'yes' } } }, 9)).toBe(1);
  expect(await asked({ ...idempotent, definition: { annotations: null } }, 9)).toBe(1);
  expect(await asked(callOf({ upstream: upstreamOf({ trustHints: true }) }), 9)).toBe(1);
  expect(await asked(callOf({ method: 'resources/read' }), 9)).toBe(1);
});

test('an answer is an answer, also when it says no', async () => {
  for (const error of [
    new ProtocolError(-32602, 'no such thing'),
    new Refusal('gateway/breaker-open', 'it failed too often'),
    new TimedOut('too late'),
    new Error('something else'),
  ])
    expect(await asked(idempotent, 9, () => error)).toBe(1);
});

test('nothing is sent again once the caller has cancelled', async () => {
  const controller = new AbortController();
  const reason = new Error('not needed any more');
  const call = { ...idempotent, signal: controller.signal };
  const cancelling = () => {
    controller.abort(reason);
    return lost();
  };
  expect(await asked(call, 9, cancelling)).toBe(1);

  const later = new AbortController();
  let count = 0;
  const waiting = retry(() => 1_000)({ ...idempotent, signal: later.signal }, () => {
    count++;
    queueMicrotask(() => later.abort(reason));
    return Promise.reject(lost());
  });
  await expect(waiting).rejects.toBe(reason);
  expect(count).toBe(1);
});
