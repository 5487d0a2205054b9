import { describe, expect, it } from 'vitest';
import { TerminalProgress } from './terminalProgress.ts';

function started(isTTY: boolean) {
  const clock = { now: 0 };
  const written: string[] = [];
  const progress = new TerminalProgress({ isTTY, write: (text) => written.push(text) }, () => clock.now);
  return { clock, written, progress };
}

describe('progress', () => {
  it('says nothing of work that is done within a second', () => {
    const { clock, written, progress } = started(true);
    for (clock.now = 0; clock.now < 1_000; clock.now += 100) progress.report('Backing up', clock.now, 1_000);
    progress.end();
    expect(written).toEqual([]);
  });

  it('writes over itself on a terminal, and leaves it clean', () => {
    const { clock, written, progress } = started(true);
    for (const [now, done] of [
      [1_000, 50],
      [1_100, 60],
      [1_200, 70],
    ] as const) {
      clock.now = now;
      progress.report('Backing up', done, 200);
    }
    progress.end();
    expect(written).toEqual([
      '\r\x1B[KBacking up: 50 of 200 rows (25 %)',
      '\r\x1B[KBacking up: 70 of 200 rows (35 %)',
      '\r\x1B[K',
    ]);
  });

  it('is a line now and then in a log', () => {
    const { clock, written, progress } = started(false);
    for (clock.now = 0; clock.now <= 7_000; clock.now += 500) progress.report('Restoring', 3, 0);
    progress.end();
    expect(written).toEqual(['Restoring: 3 of 0 rows (100 %)\n', 'Restoring: 3 of 0 rows (100 %)\n']);
  });
});
