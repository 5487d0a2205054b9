import { ProtocolError } from '@modelcontextprotocol/client';
import { expect, test } from 'vitest';
import { ServerBusy } from '../../catalog/controlPlane/serverBusy.ts';
import { BREAKER } from '../resilience/breaker.ts';
import { Balancer } from '../routing/balancer.ts';
import { balance } from './balance.ts';
import type { GatewayCall } from './call.ts';
import { callOf, quiescence, upstreamOf } from './testCall.ts';
import { Declined, TimedOut, Unanswered } from './unanswered.ts';

const alone = callOf({ upstream: upstreamOf({ replicas: ['http://a/mcp'] }) });
const lost = () => Promise.reject(new Unanswered(new Error('the connection was lost'), true));
const unreachable = () => Promise.reject(new Unanswered(new Error('connection refused'), false));

function balanced() {
  let now = 0;
  const balancer = new Balancer(() => {}, { ...BREAKER, now: () => now });
  const stage = balance(balancer);
  return {
    stage,
    state: (call: GatewayCall = alone) => balancer.of(call.upstream).map(({ breaker }) => breaker.state),
    outstanding: (call: GatewayCall = alone) => balancer.of(call.upstream).map((each) => each.outstanding),
    pass: (ms: number) => {
      now += ms;
    },
    fails: async (times: number, next: () => Promise<never>, call: GatewayCall = alone) => {
      for (let i = 0; i < times; i++) await stage(call, next).catch(() => {});
    },
  };
}

test('calls are spread over the replicas that have least to do', async () => {
  const { stage, outstanding } = balanced();
  const ends: (() => void)[] = [];
  const call = callOf();
  const calls = Array.from({ length: 6 }, () =>
    stage(call, async ({ replica }) => {
      await new Promise<void>((resolve) => ends.push(resolve));
      return { replica };
    }),
  );
  await quiescence();
  expect(outstanding(call)).toEqual([3, 3]);
  for (const end of ends) end();
  const answered = (await Promise.all(calls)).map(({ replica }) => replica);
  expect(new Set(answered)).toEqual(new Set(call.upstream.replicas));
  expect(outstanding(call)).toEqual([0, 0]);
});

test('where a replica cannot be reached another is asked; where it was reached and lost, none is', async () => {
  const { stage } = balanced();
  const asked: unknown[] = [];
  const next = async ({ replica }: GatewayCall) => {
    asked.push(replica);
    return replica === 'http://a/mcp' ? await unreachable() : { replica };
  };
  expect(await stage(callOf({ held: 'http://a/mcp' }), next)).toEqual({ replica: 'http://b/mcp' });
  expect(asked).toEqual(['http://a/mcp', 'http://b/mcp']);
  let count = 0;
  const losing = async () => {
    count++;
    return await lost();
  };
  await expect(stage(callOf(), losing)).rejects.toThrow('the connection was lost');
  expect(count).toBe(1);
  await expect(stage(callOf(), unreachable)).rejects.toThrow('connection refused');
});

test('a breaker that opens says so, when it is tried again, and what was wrong', async () => {
  const { stage, state, fails, pass } = balanced();
  await fails(5, lost);
  expect(state()).toEqual(['open']);
  const refused = stage(alone, async () => ({}));
  await expect(refused).rejects.toMatchObject({ rule: 'gateway/breaker-open', retryAfter: 5 });
  await expect(refused).rejects.toThrow('It last failed so: the connection was lost');
  pass(5_000);
  expect(await stage(alone, async () => ({ back: true }))).toEqual({ back: true });
  expect(state()).toEqual(['closed']);
});

test('a replica with an open breaker is left out, and tried with a single call later', async () => {
  const { stage, state, fails, pass } = balanced();
  const call = callOf();
  await fails(5, lost, { ...call, held: 'http://a/mcp' });
  expect(state(call)).toEqual(['open', 'closed']);
  const answer = async ({ replica }: GatewayCall) => ({ replica });
  for (let i = 0; i < 4; i++) expect(await stage(call, answer)).toEqual({ replica: 'http://b/mcp' });
  pass(5_000);
  const asked = await Promise.all(Array.from({ length: 8 }, () => stage(call, answer)));
  expect(asked.filter(({ replica }) => replica === 'http://a/mcp')).toHaveLength(1);
  expect(state(call)).toEqual(['closed', 'closed']);
});

test('errors that a server answers, and calls that are cancelled, open nothing; time-outs do', async () => {
  const { state, fails, stage } = balanced();
  await fails(20, () => Promise.reject(new ProtocolError(-32602, 'no such tool')));
  await fails(20, () => Promise.reject(new Error('the client did not answer what the server asked')));
  for (let i = 0; i < 20; i++) await stage(alone, async () => ({ isError: true, content: [] }));
  const cancelled = { ...alone, signal: AbortSignal.abort(new Error('not needed any more')) };
  await fails(20, lost, cancelled);
  expect(state()).toEqual(['closed']);

  const late = { ...alone, signal: AbortSignal.abort(new TimedOut('too late')) };
  await fails(60, () => new Promise(() => {}), late);
  expect(state()).toEqual(['open']);
});

test('a server that never answers holds up nobody who has cancelled', async () => {
  const { stage, outstanding } = balanced();
  const controller = new AbortController();
  const call = { ...alone, signal: controller.signal };
  const hanging = stage(call, () => new Promise(() => {}));
  await quiescence();
  expect(outstanding()).toEqual([1]);
  const reason = new Error('not needed any more');
  controller.abort(reason);
  await expect(hanging).rejects.toBe(reason);
  expect(outstanding()).toEqual([0]);
});

test('a replica that has too much to do is spared for as long as it says, and its breaker stays closed', async () => {
  const { stage, state, pass } = balanced();
  const busy = () => Promise.reject(new Unanswered(new ServerBusy(429, 7), false));
  const wait = { rule: 'gateway/server-busy', retryAfter: 7 };
  await expect(stage(alone, busy)).rejects.toMatchObject(wait);
  await expect(stage(alone, async () => ({ done: true }))).rejects.toMatchObject(wait);
  pass(7_000);
  expect(await stage(alone, async () => ({ done: true }))).toEqual({ done: true });
  for (let i = 0; i < 10; i++, pass(7_000)) await stage(alone, busy).catch(() => {});
  expect(state()).toEqual(['closed']);
});

test('while one is spared another one is asked', async () => {
  const { stage } = balanced();
  const call = callOf();
  const asked: string[] = [];
  const next = async ({ replica = '' }: GatewayCall) => {
    asked.push(replica);
    if (replica === call.upstream.replicas[0]) throw new Unanswered(new ServerBusy(429, 60), false);
    return {};
  };
  for (let i = 0; i < 4; i++) await stage(call, next);
  expect(asked.filter((replica) => replica === call.upstream.replicas[0])).toHaveLength(1);
});

test('a server that declines is there', async () => {
  const { stage, state } = balanced();
  const declined = () => Promise.reject(new Declined('HTTP 403'));
  for (let i = 0; i < 10; i++) await stage(alone, declined).catch(() => {});
  expect(state()).toEqual(['closed']);
});
