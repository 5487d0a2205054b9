import { expect, test } from 'vitest';
import { callOf, quiescence, upstreamOf } from '../policy/testCall.ts';
import { BREAKER } from '../resilience/breaker.ts';
import { Balancer } from '../routing/balancer.ts';
import { Alerts } from './alerts.ts';
import { CallStatistics } from './callStatistics.ts';
import type { Outcome } from './endedCall.ts';
import { Vitals } from './vitals.ts';

function vitals() {
  let now = 0;
  const told: string[] = [];
  const clock = () => now;
  const statistics = new CallStatistics(clock);
  const alerts = new Alerts();
  alerts.listen(({ feeling, message }) => void told.push(`${feeling}: ${message}`));
  const subject = new Vitals(statistics, alerts, clock);
  return {
    subject,
    told,
    clock,
    pass: (ms: number) => {
      now += ms;
    },
    calls: async (count: number, milliseconds: number, outcome: Outcome = 'done') => {
      for (let i = 0; i < count; i++) {
        const ended = { call: callOf(), outcome, milliseconds };
        statistics.observe(ended);
        subject.observe(ended);
        now += 1_000;
      }
      await quiescence();
    },
  };
}

test('a server that grows slow is told of once, and once when it is fast again', async () => {
  const { told, calls } = vitals();
  await calls(19, 900);
  expect(told).toEqual([]);
  await calls(30, 900);
  expect(told).toEqual([
    expect.stringMatching(
      /^pain: "server" is slow: 1 in 20 calls of the last minutes took longer than 8\d\d ms\.$/,
    ),
  ]);
  await calls(300, 20);
  expect(told).toHaveLength(2);
  expect(told[1]).toMatch(/^pleasure: "server" is fast again/);
});

test('one that fails more than once in twenty times is told of', async () => {
  const { told, calls } = vitals();
  await calls(95, 10);
  await calls(5, 10, 'timed-out');
  expect(told).toEqual([]);
  await calls(2, 10, 'unanswered');
  expect(told).toEqual(['pain: "server" fails: 6 % of the calls of the last minutes.']);
  await calls(300, 10);
  expect(told[1]).toMatch(/^pleasure: "server" fails no more than others: \d %/);
});

test('what is refused or cancelled is neither slow nor a failure', async () => {
  const { told, calls } = vitals();
  await calls(50, 5_000, 'refused');
  await calls(50, 5_000, 'cancelled');
  expect(told).toEqual([]);
});

test('a breaker that opens, and the server that recovers', async () => {
  const { subject, told, clock, pass } = vitals();
  const balancer = new Balancer(subject.breaker, { ...BREAKER, now: clock });
  const upstream = upstreamOf({ replicas: ['https://key:secret@a:8443/mcp?token=1'] });
  const breaker = balancer.of(upstream)[0]?.breaker ?? expect.fail('there is one');
  for (let i = 0; i < 5; i++) breaker.enter()?.('failed');
  pass(5_000);
  breaker.enter()?.('failed');
  await quiescence();
  expect(told).toEqual([
    'pain: "server" at https://a:8443/mcp failed too often. It is left alone, and tried again now and then.',
  ]);
  pass(10_000);
  breaker.enter()?.('succeeded');
  await quiescence();
  expect(told[1]).toBe('pleasure: "server" at https://a:8443/mcp has recovered.');
});
