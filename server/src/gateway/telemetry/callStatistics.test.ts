import { expect, test } from 'vitest';
import { callOf, upstreamOf } from '../policy/testCall.ts';
import { CallStatistics, OTHER } from './callStatistics.ts';
import type { Outcome } from './endedCall.ts';

function statistics() {
  const subject = new CallStatistics(() => 1_000);
  const end = (outcome: Outcome, item = 'tool', server = 'server') =>
    subject.observe({
      call: callOf({ item, upstream: upstreamOf({ name: server }), definition: { name: item } }),
      outcome,
      milliseconds: 10,
    });
  return { subject, end };
}

test('servers and their tools are told apart', () => {
  const { subject, end } = statistics();
  for (const outcome of ['done', 'tool-error', 'error', 'unanswered', 'timed-out', 'asked'] as const)
    end(outcome);
  end('done', 'another');
  end('done', 'tool', 'second');
  const first = subject.of('server');
  expect(first).toMatchObject({ calls: 7, errors: 4, timed: 7, perMinute: 7 });
  expect(first?.tools).toMatchObject({ tool: { calls: 6, errors: 4 }, another: { calls: 1, errors: 0 } });
  expect(subject.of('second')).toMatchObject({ calls: 1 });
  expect(subject.of('third')).toBeUndefined();
});

test('what never reached the server says nothing of how fast it is, nor that it fails', () => {
  const { subject, end } = statistics();
  end('refused');
  end('cancelled');
  expect(subject.of('server')).toMatchObject({ calls: 2, errors: 0, timed: 0 });
});

test('tools that nobody knows, and those of a server that has no end of them, are counted together', () => {
  const { subject, end } = statistics();
  for (let i = 0; i < 500; i++) end('done', `tool ${i}`);
  end('done', 'long '.repeat(100));
  subject.observe({ call: callOf({ item: 'made up' }), outcome: 'refused', milliseconds: 1 });
  const tools = subject.of('server')?.tools ?? {};
  expect(Object.keys(tools)).toHaveLength(201);
  expect(tools[OTHER]?.calls).toBe(302);
});

test('what is no tool counts for the server alone', () => {
  const { subject } = statistics();
  subject.observe({
    call: callOf({ method: 'resources/read', item: 'a://b' }),
    outcome: 'done',
    milliseconds: 1,
  });
  expect(subject.of('server')).toMatchObject({ calls: 1, tools: {} });
});
