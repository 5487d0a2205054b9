import { vi } from 'vitest';
import type { RestartPolicy } from './child.ts';
import { Supervisor, type SupervisorOptions } from './supervisor.ts';

/** Something under supervision that starts, fails to and ends as a test wants it; timers have to be fake. */
export function supervised(policy: RestartPolicy, options: Partial<SupervisorOptions> = {}) {
  const supervisor = new Supervisor({ id: 'server', now: () => Date.now(), ...options });
  const start = vi.fn(async (ended: (reason: string) => void) => {
    test.end = ended;
    if (test.trouble !== undefined) throw new Error(test.trouble);
    return start.mock.calls.length;
  });
  const stop = vi.fn(async (_running: number) => {});
  const spec = { id: 'child', title: '"server"', policy: () => test.policy, start, stop };
  const test = {
    policy,
    /** Why it cannot be started; undefined: it can. */
    trouble: undefined as string | undefined,
    /** Ends it, though nobody stopped it. */
    end: (_reason: string) => {},
    start,
    stop,
    supervisor,
    child: supervisor.child(spec),
  };
  return test;
}
