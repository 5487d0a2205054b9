import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Bulkheads } from './bulkhead.ts';
import type { CallResult, GatewayCall } from './call.ts';
import { callOf, quiescence, upstreamOf } from './testCall.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const taking = (concurrent: number, name = 'server') =>
  upstreamOf({ name, rateLimit: { perMinute: 100, concurrent } });

/** A server whose calls end when the test says so. */
function held() {
  const bulkheads = new Bulkheads();
  const inside = new Map<string, () => void>();
  const order: string[] = [];
  const next = async ({ item }: GatewayCall) => {
    order.push(item);
    return await new Promise<CallResult>((resolve) => inside.set(item, () => resolve({ item })));
  };
  return {
    bulkheads,
    order,
    send: (item: string, changes: Partial<GatewayCall> = {}) =>
      bulkheads.stage(callOf({ upstream: taking(2), ...changes, item }), next),
    end: async (item: string) => {
      inside.get(item)?.();
      inside.delete(item);
      await quiescence();
    },
  };
}

test('as many as may are let pass, as many again wait in order, more are refused', async () => {
  const { bulkheads, order, send, end } = held();
  const calls = ['a', 'b', 'c', 'd'].map((item) => send(item));
  await expect(send('e')).rejects.toMatchObject({ rule: 'gateway/bulkhead', retryAfter: 1 });
  expect(bulkheads.of('server')).toEqual({ active: 2, waiting: 2 });
  expect(order).toEqual(['a', 'b']);
  await end('b');
  expect(order).toEqual(['a', 'b', 'c']);
  for (const item of ['c', 'd', 'a']) await end(item);
  expect(await Promise.all(calls)).toHaveLength(4);
  expect(bulkheads.of('server')).toEqual({ active: 0, waiting: 0 });
});

test('one server that is full keeps nobody from another', async () => {
  const { send, order } = held();
  void send('a', { upstream: taking(1, 'slow') });
  void send('b', { upstream: taking(1, 'slow') });
  void send('c', { upstream: taking(1, 'quick') });
  await quiescence();
  expect(order).toEqual(['a', 'c']);
});

test('a call that is cancelled while it waits leaves its place to the next', async () => {
  const { bulkheads, order, send, end } = held();
  void send('a');
  void send('b');
  const controller = new AbortController();
  const cancelled = send('c', { signal: controller.signal });
  const reason = new Error('not needed any more');
  controller.abort(reason);
  await expect(cancelled).rejects.toBe(reason);
  expect(bulkheads.of('server')).toEqual({ active: 2, waiting: 0 });
  void send('d');
  await end('a');
  expect(order).toEqual(['a', 'b', 'd']);
  await expect(send('e', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test('nobody waits for ever', async () => {
  const { bulkheads, send } = held();
  void send('a');
  void send('b');
  const waiting = expect(send('c')).rejects.toMatchObject({ rule: 'gateway/bulkhead' });
  await vi.advanceTimersByTimeAsync(10_000);
  await waiting;
  expect(bulkheads.of('server')).toEqual({ active: 2, waiting: 0 });
  expect(vi.getTimerCount()).toBe(0);
});

test('a call that fails gives its place back, and a server may take none', async () => {
  const bulkheads = new Bulkheads();
  const call = callOf({ upstream: taking(1) });
  await expect(bulkheads.stage(call, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await bulkheads.stage(call, async () => ({}))).toEqual({});
  await expect(bulkheads.stage(callOf({ upstream: taking(0) }), async () => ({}))).rejects.toThrow(
    /takes no calls/,
  );
});

test('over any schedule never more than may are under way, and whoever waits is let in as soon as may be', async () => {
  const step = fc.oneof(
    fc.record({ what: fc.constant('send' as const), which: fc.nat() }),
    fc.record({ what: fc.constantFrom('end' as const, 'cancel' as const), which: fc.nat() }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.array(step, { maxLength: 60 }),
      async (room, steps) => {
        const bulkheads = new Bulkheads();
        const active: { id: number; end: () => void }[] = [];
        const waiting: { id: number; controller: AbortController }[] = [];
        for (const [id, { what, which }] of steps.entries()) {
          if (what === 'send') {
            const controller = new AbortController();
            const call = callOf({ upstream: taking(room), signal: controller.signal });
            const entered = (end: () => void) => {
              const place = waiting.findIndex((each) => each.id === id);
              expect(place).toBeLessThanOrEqual(0);
              if (place === 0) waiting.shift();
              active.push({ id, end });
            };
            const outcome = bulkheads.stage(call, async () => {
              await new Promise<void>(entered);
              return {};
            });
            const isRefused = active.length >= room && waiting.length >= room;
            const isWaiting = active.length >= room && !isRefused;
            if (isWaiting) waiting.push({ id, controller });
            if (isRefused) await expect(outcome).rejects.toMatchObject({ rule: 'gateway/bulkhead' });
            else outcome.catch(() => {});
          } else if (what === 'end' && active.length > 0) {
            const [ended] = active.splice(which % active.length, 1);
            ended?.end();
          } else if (what === 'cancel' && waiting.length > 0) {
            const [cancelled] = waiting.splice(which % waiting.length, 1);
            cancelled?.controller.abort();
          }
          await quiescence();
          expect(bulkheads.of('server')).toEqual({ active: active.length, waiting: waiting.length });
          expect(active.length).toBe(Math.min(room, active.length + waiting.length));
        }
      },
    ),
    { numRuns: 50 },
  );
});
