import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ChangeQueue } from './changeQueue.ts';
import { QueueFile } from './queueFile.ts';

it('is there again for who opens the folder next', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heady-queue-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'storage', 'queue.json');
  const queue = new ChangeQueue(new QueueFile(path));
  expect(queue.changes).toEqual([]);
  const params = { kind: 'Service', name: 'dev-health-billing', ifVersion: 2 };
  queue.add({ does: 'register', params }, 'dev');
  expect(new ChangeQueue(new QueueFile(path)).changes).toEqual(queue.changes);
  expect(queue.changes).toHaveLength(1);
  rmSync(path);
  expect(new ChangeQueue(new QueueFile(path)).changes).toEqual([]);
});
