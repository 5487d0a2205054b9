import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS, type Limits } from '../../controlPlane/access/limits.ts';
import { MemoryQuotas } from '../../controlPlane/access/rateLimiter.ts';
import type { GatewayCall } from './call.ts';
import { limit } from './limits.ts';
import { callOf, upstreamOf } from './testCall.ts';

const reach = async () => ({});

function limiter(limits: Limits = DEFAULT_LIMITS) {
  let now = 0;
  const stage = limit(new MemoryQuotas(() => now), limits);
  const attempt = async (call: GatewayCall) =>
    await stage(call, reach).then(
      () => 'passed',
      ({ rule, retryAfter }) => [rule, retryAfter],
    );
  return {
    pass: (ms: number) => {
      now += ms;
    },
    try: attempt,
    count: async (call: GatewayCall, attempts: number) => {
      let passed = 0;
      for (let i = 0; i < attempts; i++) if ((await attempt(call)) === 'passed') passed++;
      return passed;
    },
  };
}

const by = (subject: string, workspace?: string) => ({
  principal: { subject, roles: ['admin'] as const, ...(workspace === undefined ? {} : { workspace }) },
});
const server = (name: string, perMinute = 1_000) =>
  upstreamOf({ name, rateLimit: { perMinute, concurrent: 10 } });

describe('by default', () => {
  test('a user has 100 calls a minute over all servers, and is told when to come again', async () => {
    const { count, try: attempt, pass } = limiter();
    expect(await count(callOf({ upstream: server('a'), ...by('ada') }), 60)).toBe(60);
    expect(await count(callOf({ upstream: server('b'), ...by('ada') }), 60)).toBe(40);
    expect(await attempt(callOf({ upstream: server('b'), ...by('ada') }))).toEqual(['gateway/user-limit', 1]);
    expect(await attempt(callOf({ upstream: server('b'), ...by('bob') }))).toBe('passed');
    pass(600);
    expect(await attempt(callOf({ upstream: server('b'), ...by('ada') }))).toBe('passed');
  });

  test('all users of a workspace have 500 together', async () => {
    const { count, try: attempt } = limiter();
    for (let user = 0; user < 5; user++)
      expect(await count(callOf({ upstream: server('a'), ...by(`user ${user}`, 'fitflow') }), 100)).toBe(100);
    const another = callOf({ upstream: server('a'), ...by('another', 'fitflow') });
    expect(await attempt(another)).toEqual(['gateway/workspace-limit', 1]);
    expect(await attempt(callOf({ upstream: server('a'), ...by('another', 'meowping') }))).toBe('passed');
  });

  test('a server takes 100, from all together', async () => {
    const { count, try: attempt } = limiter();
    expect(await count(callOf(by('ada')), 70)).toBe(70);
    expect(await count(callOf(by('bob')), 70)).toBe(30);
    expect(await attempt(callOf(by('bob')))).toEqual(['gateway/server-limit', 1]);
    expect(await attempt(callOf({ upstream: server('other'), ...by('bob') }))).toBe('passed');
  });

  test('20 acts of administration, as the control plane means it', async () => {
    const { count, try: attempt } = limiter();
    const upstream = upstreamOf({
      name: 'control-plane',
      origin: { kind: 'controlPlane', uri: 'http://127.0.0.1/mcp' },
    });
    const administering = callOf({
      upstream,
      item: 'secret_set',
      params: { arguments: { name: 'a' } },
      ...by('ada'),
    });
    expect(await count(administering, 30)).toBe(20);
    expect(await attempt(administering)).toEqual(['gateway/administration-limit', 3]);
    expect(await attempt({ ...administering, item: 'catalog_search' })).toBe('passed');
    const nonsense = {
      ...administering,
      item: 'catalog_register',
      params: { arguments: { manifest: null } },
    };
    expect(await attempt(nonsense)).toBe('passed');
  });
});

test('a manifest says how much its server takes, and that it takes nothing', async () => {
  const { count, try: attempt } = limiter();
  expect(await count(callOf({ upstream: server('slow', 5) }), 10)).toBe(5);
  expect(await attempt(callOf({ upstream: server('closed', 0) }))).toEqual(['gateway/server-limit', 60]);
});

test('what is refused to a user uses up nothing of the server', async () => {
  const { count } = limiter({ ...DEFAULT_LIMITS, user: 10 });
  const upstream = server('a', 20);
  expect(await count(callOf({ upstream, ...by('ada') }), 1_000)).toBe(10);
  expect(await count(callOf({ upstream, ...by('bob') }), 1_000)).toBe(10);
});

/** The limiter, as anybody would describe it: a bucket of tokens for each, that fills evenly. */
class Buckets {
  readonly #tokens = new Map<string, { left: number; at: number }>();

  take(name: string, perMinute: number, now: number): boolean {
    const { left, at } = this.#tokens.get(name) ?? { left: perMinute, at: now };
    const filled = Math.min(perMinute, left + ((now - at) * perMinute) / 60_000);
    const granted = filled >= 1 - 1e-6;
    this.#tokens.set(name, { left: granted ? filled - 1 : filled, at: now });
    return granted;
  }
}

test('over any schedule it grants just what buckets of tokens would', async () => {
  const step = fc.record({
    after: fc.nat({ max: 20_000 }),
    user: fc.constantFrom('ada', 'bob', 'cy'),
    workspace: fc.constantFrom(undefined, 'w1', 'w2'),
    server: fc.constantFrom('a', 'b'),
  });
  const limits = { user: 6, workspace: 8, administration: 20 };
  const perMinute = { a: 4, b: 12 } as const;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 120 }), async (steps) => {
      const gateway = limiter(limits);
      const model = new Buckets();
      let now = 0;
      for (const { after, user, workspace, server: name } of steps) {
        now += after;
        gateway.pass(after);
        const call = callOf({ upstream: server(name, perMinute[name as 'a']), ...by(user, workspace) });
        const expected =
          model.take(`user ${user}`, limits.user, now) &&
          (workspace === undefined || model.take(`workspace ${workspace}`, limits.workspace, now)) &&
          model.take(`server ${name}`, perMinute[name as 'a'], now);
        expect((await gateway.try(call)) === 'passed').toBe(expected);
      }
    }),
  );
});
