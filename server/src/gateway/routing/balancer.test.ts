import fc from 'fast-check';
import { expect, test } from 'vitest';
import { upstreamOf } from '../policy/testCall.ts';
import { BREAKER } from '../resilience/breaker.ts';
import { Balancer, type Replica } from './balancer.ts';

const [A, B, C] = ['http://a/mcp', 'http://b/mcp', 'http://c/mcp'] as const;
const three = upstreamOf({ replicas: [A, B, C] });

function fail({ breaker }: Replica): void {
  for (let i = 0; i < BREAKER.leastCalls; i++) breaker.enter()?.('failed');
}

test('whoever has least to do is chosen, and all in turn while none has more', () => {
  const balancer = new Balancer();
  const inTurn = Array.from({ length: 6 }, () => balancer.choose(three)?.url);
  expect(inTurn).toEqual([A, B, C, A, B, C]);
  const [a, b] = balancer.of(three);
  if (!a || !b) expect.fail('there are three');
  a.outstanding = 2;
  b.outstanding = 1;
  expect([balancer.choose(three)?.url, balancer.choose(three)?.url]).toEqual([C, C]);
});

test('who holds a session is chosen, however busy, unless its breaker is open', () => {
  const balancer = new Balancer();
  const b = balancer.of(three)[1] ?? expect.fail('there are three');
  b.outstanding = 9;
  expect(balancer.choose(three, B)?.url).toBe(B);
  expect(balancer.choose(three, 'http://gone/mcp')?.url).toBe(A);
  fail(b);
  expect(balancer.choose(three, B)?.url).not.toBe(B);
});

test('where all breakers are open, or all were tried, there is nobody', () => {
  const balancer = new Balancer();
  expect(balancer.choose(three, undefined, new Set([A, B, C]))).toBeUndefined();
  for (const replica of balancer.of(three)) fail(replica);
  expect(balancer.choose(three)).toBeUndefined();
});

test('it is told which breaker opened, and a replica that stays is remembered when others come', () => {
  const told: string[] = [];
  const balancer = new Balancer(({ server, url }, state) => told.push(`${server} ${url} ${state}`));
  const a = balancer.of(three)[0] ?? expect.fail('there are three');
  fail(a);
  expect(told).toEqual([`server ${A} open`]);
  const two = upstreamOf({ replicas: [A, 'http://d/mcp'] });
  expect(balancer.of(two)[0]).toBe(a);
  expect(balancer.choose(two)?.url).toBe('http://d/mcp');
});

test('over any schedule it chooses one of the least busy that can answer, and leaves none out for ever', () => {
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ what: fc.constant('call' as const), held: fc.option(fc.constantFrom(A, B, C)) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ what: fc.constant('end' as const), which: fc.nat(), fails: fc.boolean() }),
    },
    { weight: 2, arbitrary: fc.record({ what: fc.constant('pass' as const), ms: fc.nat({ max: 8_000 }) }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
      let now = 0;
      const balancer = new Balancer(() => {}, { ...BREAKER, now: () => now });
      const busy = new Map<string, number>([
        [A, 0],
        [B, 0],
        [C, 0],
      ]);
      const calls: { replica: Replica; settle: (end: 'failed' | 'succeeded') => void }[] = [];
      for (const each of steps) {
        if (each.what === 'pass') now += each.ms;
        else if (each.what === 'end') {
          const [call] = calls.splice(each.which % Math.max(1, calls.length), 1);
          if (!call) continue;
          call.replica.outstanding--;
          busy.set(call.replica.url, (busy.get(call.replica.url) ?? 0) - 1);
          call.settle(each.fails ? 'failed' : 'succeeded');
        } else {
          const able = balancer.of(three).filter(({ breaker }) => breaker.isPassable);
          const chosen = balancer.choose(three, each.held ?? undefined);
          expect(chosen === undefined).toBe(able.length === 0);
          if (!chosen) continue;
          expect(able).toContain(chosen);
          if (each.held !== null && able.some(({ url }) => url === each.held))
            expect(chosen.url).toBe(each.held);
          else expect(busy.get(chosen.url)).toBe(Math.min(...able.map(({ url }) => busy.get(url) ?? 0)));
          const settle = chosen.breaker.enter() ?? expect.fail('whoever is chosen can be asked');
          chosen.outstanding++;
          busy.set(chosen.url, (busy.get(chosen.url) ?? 0) + 1);
          calls.push({ replica: chosen, settle });
        }
      }
      for (const { settle } of calls) settle('succeeded');
      now += BREAKER.longestPause;
      for (const { breaker } of balancer.of(three)) expect(breaker.isPassable).toBe(true);
    }),
    { numRuns: 200 },
  );
});
