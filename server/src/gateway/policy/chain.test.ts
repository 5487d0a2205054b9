import { expect, onTestFinished, test, vi } from 'vitest';
import { DEFAULT_LIMITS } from '../../controlPlane/access/limits.ts';
import { type GatewayCall, Refusal, type Stage } from './call.ts';
import { compose, policyChain } from './chain.ts';
import { Governance } from './governance.ts';
import { callOf, upstreamOf } from './testCall.ts';
import { Unanswered } from './unanswered.ts';

test('the first stage is the outermost, and each may change what the next one sees', async () => {
  const seen: string[] = [];
  const noting =
    (name: string): Stage =>
    async (call, next) => {
      seen.push(`${name} ${call.item}`);
      const result = await next({ ...call, item: `${call.item}+` });
      seen.push(name);
      return result;
    };
  const result = await compose([noting('a'), noting('b')])(callOf(), async ({ item }) => ({ item }));
  expect(result).toEqual({ item: 'tool++' });
  expect(seen).toEqual(['a tool', 'b tool+', 'b', 'a']);
});

test('without stages the call goes where it is going', async () => {
  expect(await compose([])(callOf(), async ({ item }) => ({ item }))).toEqual({ item: 'tool' });
});

test('every stage is in its place', async () => {
  const governance = new Governance({ limits: { ...DEFAULT_LIMITS, user: 1 } });
  const chain = policyChain(governance);
  let reached = 0;
  const dispatch = async ({ replica, watch, upstream }: GatewayCall) => {
    reached++;
    expect(governance.bulkheads.of('server').active).toBe(1);
    expect(governance.balancer.of(upstream).map(({ outstanding }) => outstanding)).toEqual([1, 0]);
    expect(replica).toBe('http://a/mcp');
    expect(watch).toBeDefined();
    return {};
  };
  const denied = callOf({ upstream: upstreamOf({ tools: { deny: ['tool'] } }) });
  await expect(chain(denied, dispatch)).rejects.toThrow(Refusal);
  // What was refused before did not count towards the limit.
  await chain(callOf(), dispatch);
  await expect(chain(callOf(), dispatch)).rejects.toMatchObject({ rule: 'gateway/user-limit' });
  expect(reached).toBe(1);
});

test('prod can be unlocked for a while, and locked again', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const governance = new Governance();
  const chain = policyChain(governance);
  const attempt = () =>
    chain(callOf({ environment: 'prod' }), async () => ({})).then(
      () => 'passed',
      ({ rule }) => rule,
    );
  expect(await attempt()).toBe('gateway/prod-read-only');
  governance.unlockProd(60_000);
  vi.advanceTimersByTime(59_999);
  expect(await attempt()).toBe('passed');
  vi.advanceTimersByTime(1);
  expect(await attempt()).toBe('gateway/prod-read-only');
  governance.unlockProd(60_000);
  governance.unlockProd(0);
  expect(await attempt()).toBe('gateway/prod-read-only');
});

test('a read that a trusted server lost is sent again, to another replica; a change is not', async () => {
  const chain = policyChain(new Governance());
  const asked: unknown[] = [];
  const dispatch = async ({ replica }: GatewayCall) => {
    asked.push(replica);
    if (asked.length === 1) throw new Unanswered(new Error('the connection was lost'), true);
    return { replica };
  };
  const read = callOf({
    upstream: upstreamOf({ trustHints: true }),
    method: 'resources/read',
    item: 'a://b',
  });
  expect(await chain(read, dispatch)).toEqual({ replica: 'http://b/mcp' });
  asked.length = 0;
  await expect(chain({ ...read, method: 'tools/call' }, dispatch)).rejects.toThrow('the connection was lost');
  expect(asked).toHaveLength(1);
});
