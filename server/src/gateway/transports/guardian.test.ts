import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { Guardian } from './guardian.ts';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

async function sleeper(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], {
    detached: true,
    stdio: 'ignore',
  });
  started.push(child);
  await once(child, 'spawn');
  return child.pid ?? expect.fail('it runs');
}

const stateOf = (guardian: Guardian) => guardian.supervisor.node.children[0]?.state;

test('a watcher that is killed is started again, as long as there is something to watch', {
  timeout: 60_000,
}, async () => {
  const guardian = new Guardian();
  guardian.guard(await sleeper());
  await expect.poll(() => stateOf(guardian), { timeout: 120_000 }).toBe('running');
  const first = guardian.pid ?? expect.fail('it runs');
  process.kill(first, 'SIGKILL');
  await expect.poll(() => guardian.supervisor.node.restarts?.count, { timeout: 120_000 }).toBe(1);
  await expect.poll(() => stateOf(guardian), { timeout: 120_000 }).toBe('running');
  expect(guardian.pid).not.toBe(first);
  for (const { pid = 0 } of started) guardian.release(pid);
  expect(stateOf(guardian)).toBe('idle');
});
