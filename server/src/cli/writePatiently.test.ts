import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { writePatiently } from './writePatiently.ts';

it('waits until its reader has taken something', async () => {
  const stream = new PassThrough({ highWaterMark: 4 });
  expect(await writePatiently(stream, 'abc')).toBe(true);
  const waiting = writePatiently(stream, 'defgh');
  expect(await Promise.race([waiting, Promise.resolve('waits')])).toBe('waits');
  stream.resume();
  expect(await waiting).toBe(true);
  expect(stream.listenerCount('drain') + stream.listenerCount('close')).toBe(0);
});

it('stops where nobody reads any more', async () => {
  const stream = new PassThrough({ highWaterMark: 4 });
  const waiting = writePatiently(stream, 'abcdefgh');
  stream.destroy();
  expect(await waiting).toBe(false);
});
