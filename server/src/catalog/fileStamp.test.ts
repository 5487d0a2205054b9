import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isUnchanged, stampOf } from './fileStamp.ts';

test('a stamp tells states of a file apart, even where size and time of change were put back', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heady-stamp-'));
  const path = join(folder, 'a');
  writeFileSync(path, 'one');
  const before = statSync(path);
  const stamp = stampOf(before, Date.now() + 10_000);
  expect(isUnchanged(stamp, statSync(path))).toBe(true);
  // A clock that ticks slowly must have ticked.
  while (statSync(path).ctimeMs === before.ctimeMs) {
    writeFileSync(path, 'two');
    utimesSync(path, before.atime, before.mtime);
  }
  expect(isUnchanged(stamp, statSync(path))).toBe(false);
  rmSync(folder, { recursive: true });
});

test('a file that changed just now, or by the clock of its disk later than now, has no stamp to go by', () => {
  const now = 1_000_000;
  const status = (mtimeMs: number, ctimeMs: number) =>
    ({ size: 1, ino: 1, mtimeMs, ctimeMs }) as Parameters<typeof stampOf>[0];
  expect(stampOf(status(now - 10_000, now - 10_000), now)).toEqual([1, now - 10_000, now - 10_000, 1]);
  expect(stampOf(status(now - 10_000, now - 1_000), now)).toBeUndefined();
  expect(stampOf(status(now + 60_000, now - 10_000), now)).toBeUndefined();
  expect(isUnchanged(undefined, status(0, 0))).toBe(false);
});
