import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { INTENSITY } from './restartIntensity.ts';
import { Supervisor } from './supervisor.ts';
import { supervised } from './testChild.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function crashing(policy: 'permanent' | 'transient') {
  const news = { givenUp: vi.fn(), recovered: vi.fn() };
  const subject = supervised(policy, { intensity: INTENSITY, news });
  /** Ends it as soon as it runs, so often. */
  const crashOften = async (times: number) => {
    for (let i = 0; i < times; i++) {
      if (subject.child.running === undefined) await vi.advanceTimersToNextTimerAsync();
      subject.end('It crashed.');
    }
  };
  return { ...subject, news, crashOften };
}

test('what ends five times within a minute is left alone, which is told once', async () => {
  const { child, supervisor, news, crashOften, start } = crashing('transient');
  await child.use();
  await crashOften(5);
  expect(child.state).toBe('left alone');
  expect(news.givenUp.mock.calls).toEqual([[supervisor, 'It crashed.']]);
  expect(supervisor.node).toMatchObject({
    id: 'server',
    restarts: { count: 5, max: 5, withinSeconds: 60 },
    children: [{ id: 'child', policy: 'transient', state: 'left alone', error: 'It crashed.' }],
  });
  await expect(child.use()).rejects.toThrow(
    'It ended 5 times within 60 s and is left alone for now. It crashed.',
  );
  const before = start.mock.calls.length;
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(start).toHaveBeenCalledTimes(before);
  await child.use();
  expect(child.state).toBe('running');
  expect(news.recovered).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(news.recovered.mock.calls).toEqual([[supervisor]]);
});

test('what is permanent is started again when it was left alone for long enough', async () => {
  const { child, crashOften } = crashing('permanent');
  await child.use();
  await crashOften(5);
  expect(child.state).toBe('left alone');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(child.state).toBe('running');
});

test('one that ends too often has all beside it left alone, but nothing elsewhere', async () => {
  const { child, supervisor, crashOften } = crashing('transient');
  const beside = supervisor.child({
    id: 'beside',
    title: '"server"',
    policy: () => 'transient',
    start: async () => {},
    stop: async () => {},
  });
  await child.use();
  await crashOften(5);
  await expect(beside.use()).rejects.toThrow('left alone');
  const elsewhere = supervised('transient');
  await expect(elsewhere.child.use()).resolves.toBe(1);
});

test('a person lets it be started at once, and keeps it from being started', async () => {
  const { child, supervisor, news, crashOften } = crashing('transient');
  await child.use();
  await crashOften(5);
  supervisor.allow();
  expect(news.recovered).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(15_000);
  await child.use();
  await child.stop();
  supervisor.hold('It was stopped by hand.');
  await expect(child.use()).rejects.toThrow('It was stopped by hand.');
  supervisor.allow();
  await expect(child.use()).resolves.toBeTypeOf('number');
});

test('removing a tree stops all that runs below, and nothing of it starts again', async () => {
  const root = new Supervisor({ id: 'root' });
  const below = root.supervisor({ id: 'below', intensity: INTENSITY });
  const stop = vi.fn(async () => {});
  const start = vi.fn(async () => {});
  const spec = { title: 'it', policy: () => 'permanent' as const, start, stop };
  const children = ['a', 'b'].map((id) => below.child({ ...spec, id }));
  await Promise.all(children.map((child) => child.use()));
  expect(root.node.children[0]?.children.map(({ id, state }) => [id, state])).toEqual([
    ['a', 'running'],
    ['b', 'running'],
  ]);
  await root.remove();
  expect(stop).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(start).toHaveBeenCalledTimes(2);
});

test('over any schedule no more is started within a minute than may end, and one who stays is kept', async () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ what: fc.constant('pass' as const), ms: fc.nat({ max: 20_000 }) }) },
    { weight: 4, arbitrary: fc.record({ what: fc.constant('end' as const) }) },
    { weight: 2, arbitrary: fc.record({ what: fc.constant('use' as const) }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('stop' as const) }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('trouble' as const) }) },
  );
  const policies = fc.constantFrom('permanent' as const, 'transient' as const, 'temporary' as const);
  await fc.assert(
    fc.asyncProperty(policies, fc.array(step, { maxLength: 80 }), async (policy, steps) => {
      vi.setSystemTime(0);
      const subject = supervised(policy, { intensity: INTENSITY });
      const starts: number[] = [];
      const stops: number[] = [];
      const original = subject.start.getMockImplementation() ?? expect.fail('it can be started');
      subject.start.mockImplementation(async (ended) => {
        starts.push(Date.now());
        return await original(ended);
      });
      for (const each of steps) {
        const { child } = subject;
        if (each.what === 'pass') await vi.advanceTimersByTimeAsync(each.ms);
        else if (each.what === 'end' && child.running !== undefined) subject.end('It crashed.');
        else if (each.what === 'use') await child.use().catch(() => {});
        else if (each.what === 'trouble')
          subject.trouble = subject.trouble === undefined ? 'Not now.' : undefined;
        else if (each.what === 'stop' && child.running !== undefined) {
          stops.push(Date.now());
          await child.stop();
        }
        // Whoever is up is not started, and whoever is not is neither up nor stopped twice.
        expect(child.running === undefined).toBe(child.state !== 'running');
      }
      for (const [index, at] of starts.entries()) {
        const within = starts.slice(0, index + 1).filter((each) => each > at - INTENSITY.withinMs).length;
        const wanted = stops.filter((each) => each > at - INTENSITY.withinMs && each <= at).length;
        expect(within).toBeLessThanOrEqual(INTENSITY.max + wanted + 1);
      }
      subject.trouble = undefined;
      await vi.advanceTimersByTimeAsync(2 * INTENSITY.withinMs);
      await subject.child.use();
      expect(subject.child.state).toBe('running');
      await subject.child.remove();
    }),
    { numRuns: 100 },
  );
});
