import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { supervised } from './testChild.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('it is started when it is first used, once however many use it', async () => {
  const { child, start } = supervised('transient');
  expect(child.state).toBe('idle');
  expect(await Promise.all([child.use(), child.use()])).toEqual([1, 1]);
  expect(await child.use()).toBe(1);
  expect(start).toHaveBeenCalledTimes(1);
  expect(child.state).toBe('running');
});

test.each(['permanent', 'transient'] as const)(
  'what is %s and ended unexpectedly is started again by itself',
  async (policy) => {
    const subject = supervised(policy);
    await subject.child.use();
    subject.end('It crashed.');
    expect(subject.child.state).toBe('waiting');
    expect(subject.child.error).toBe('It crashed.');
    await vi.advanceTimersByTimeAsync(250);
    expect(subject.child.running).toBe(2);
    expect(subject.child.error).toBeUndefined();
  },
);

test('what is temporary is started again by whoever needs it, a little later', async () => {
  const subject = supervised('temporary');
  await subject.child.use();
  subject.end('It was lost.');
  expect(subject.child.state).toBe('failed');
  await expect(subject.child.use()).rejects.toThrow(
    '"server" cannot be reached. It was lost. It is tried again in 1 s.',
  );
  await vi.advanceTimersByTimeAsync(60_000);
  expect(subject.start).toHaveBeenCalledTimes(1);
  expect(await subject.child.use()).toBe(2);
});

test('whoever could not have it started is told, and it is not started behind their back', async () => {
  const subject = supervised('transient');
  subject.trouble = 'There is no such program.';
  await expect(subject.child.use()).rejects.toThrow('There is no such program.');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(subject.start).toHaveBeenCalledTimes(1);
  expect(subject.child.state).toBe('failed');
});

test('each start that fails is followed by another a little later', async () => {
  const subject = supervised('permanent');
  await subject.child.use();
  subject.trouble = 'Not now.';
  subject.end('It crashed.');
  for (const [started, wait] of [250, 500, 1_000, 2_000].entries()) {
    await vi.advanceTimersByTimeAsync(wait - 1);
    expect(subject.start).toHaveBeenCalledTimes(started + 1);
    await vi.advanceTimersByTimeAsync(1);
    expect(subject.start).toHaveBeenCalledTimes(started + 2);
  }
});

test('what is used for something else by now is started again by the policy that it has by now', async () => {
  const subject = supervised('temporary');
  await subject.child.use();
  subject.policy = 'permanent';
  subject.end('It was lost.');
  expect(subject.child.state).toBe('waiting');
});

test('what was stopped stays so until it is used, and its end is no unexpected one', async () => {
  const subject = supervised('permanent');
  await subject.child.use();
  await subject.child.stop();
  expect(subject.stop).toHaveBeenCalledWith(1);
  subject.end('It ended, as it was to.');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(subject.child.state).toBe('idle');
  expect(await subject.child.use()).toBe(2);
});

test('what is removed while it starts is stopped once it runs, and never starts again', async () => {
  const subject = supervised('permanent');
  const using = subject.child.use();
  const removing = subject.child.remove();
  await expect(using).rejects.toThrow('was closed');
  await removing;
  expect(subject.stop).toHaveBeenCalledTimes(1);
  await expect(subject.child.use()).rejects.toThrow('was closed');
  expect(subject.supervisor.node.children).toEqual([]);
});

test('what ends before it is up could not be started', async () => {
  const subject = supervised('transient');
  subject.start.mockImplementationOnce(async (ended) => {
    ended('It ended at once.');
    return 1;
  });
  await expect(subject.child.use()).rejects.toThrow('It ended at once.');
  expect(subject.child.running).toBeUndefined();
});
