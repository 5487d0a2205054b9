import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CallResult, GatewayCall } from './call.ts';
import { callOf, upstreamOf } from './testCall.ts';
import { timeout } from './timeout.ts';
import { TimedOut } from './unanswered.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A call that is with its server until it is aborted, or the test ends it. */
function under(timeoutMs: number, signal = new AbortController().signal) {
  let inner: GatewayCall | undefined;
  let settled: unknown;
  let end: (result: CallResult) => void = () => {};
  const outcome = timeout(callOf({ upstream: upstreamOf({ timeoutMs }), signal }), async (call) => {
    inner = call;
    return await new Promise((resolve, reject) => {
      end = resolve;
      call.signal.addEventListener('abort', () => reject(call.signal.reason));
    });
  });
  outcome.then(
    (result) => {
      settled = result;
    },
    (error) => {
      settled = error;
    },
  );
  return {
    outcome,
    settled: () => settled,
    watch: () => inner?.watch ?? expect.fail('nobody watches the call'),
    end: (result: CallResult) => end(result),
  };
}

test('a call that takes too long is aborted, and whoever called is told', async () => {
  const call = under(5_000);
  await vi.advanceTimersByTimeAsync(4_999);
  expect(call.settled()).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  expect(call.settled()).toBeInstanceOf(TimedOut);
  await expect(call.outcome).rejects.toThrow('"server" did not answer "tool" within 5 s.');
});

test('one that ends in time leaves nothing behind', async () => {
  const controller = new AbortController();
  const removed = vi.spyOn(controller.signal, 'removeEventListener');
  const call = under(5_000, controller.signal);
  call.end({ done: true });
  expect(await call.outcome).toEqual({ done: true });
  expect(vi.getTimerCount()).toBe(0);
  expect(removed).toHaveBeenCalledOnce();
});

test('progress gives it its time anew, up to ten times', async () => {
  const call = under(1_000);
  for (let i = 0; i < 12; i++) {
    await vi.advanceTimersByTimeAsync(800);
    call.watch().progressed();
  }
  expect(call.settled()).toBeUndefined();
  await vi.advanceTimersByTimeAsync(400);
  expect(call.settled()).toBeInstanceOf(TimedOut);
});

test('while the server waits for an answer of the client no time passes for it', async () => {
  const call = under(1_000);
  await vi.advanceTimersByTimeAsync(900);
  let answer: (text: string) => void = () => {};
  const asked = call.watch().asking(
    new Promise<string>((resolve) => {
      answer = resolve;
    }),
  );
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(call.settled()).toBeUndefined();
  answer('yes');
  expect(await asked).toBe('yes');
  await vi.advanceTimersByTimeAsync(999);
  expect(call.settled()).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  expect(call.settled()).toBeInstanceOf(TimedOut);
});

test('an answer that comes once all is over starts no timer', async () => {
  const call = under(1_000);
  let answer: () => void = () => {};
  void call.watch().asking(
    new Promise<void>((resolve) => {
      answer = resolve;
    }),
  );
  call.end({});
  await call.outcome;
  answer();
  await vi.advanceTimersByTimeAsync(0);
  expect(vi.getTimerCount()).toBe(0);
});

test('whoever cancels gives the reason', async () => {
  const controller = new AbortController();
  const call = under(1_000, controller.signal);
  const reason = new Error('not needed any more');
  controller.abort(reason);
  await expect(call.outcome).rejects.toBe(reason);
  await expect(under(1_000, AbortSignal.abort(reason)).outcome).rejects.toBe(reason);
});

test('0 and what no timer can take is as long as it takes', async () => {
  for (const timeoutMs of [0, 2 ** 40]) {
    const call = under(timeoutMs);
    await vi.advanceTimersByTimeAsync(24 * 3_600_000);
    expect(call.settled()).toBeUndefined();
    call.end({});
    await call.outcome;
  }
});
