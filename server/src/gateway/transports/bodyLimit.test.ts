import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { BodyLimit } from './bodyLimit.ts';

const passed = (pieces: readonly string[], isEvents: boolean) =>
  text(Readable.from(pieces.map((piece) => Buffer.from(piece))).compose(new BodyLimit(20, isEvents)));

test('a body may be as long as the limit, and no longer', async () => {
  expect(await passed(['x'.repeat(10), 'y'.repeat(10)], false)).toHaveLength(20);
  await expect(passed(['x'.repeat(10), 'y'.repeat(11)], false)).rejects.toThrow('more than 20 bytes');
  // Blank lines end nothing in what is no stream of events.
  await expect(passed(['x'.repeat(10), '\n\n', 'y'.repeat(10)], false)).rejects.toThrow('more than');
});

test.each(['\n\n', '\r\n\r\n', '\r\r'])('a stream of events goes on for ever, ended by %j', async (end) => {
  const event = `data: 12345678${end}`;
  const whole = event.repeat(50);
  for (const size of [1, 3, 7, event.length]) {
    const pieces = whole.match(new RegExp(`.{1,${size}}`, 'gs')) ?? [];
    expect(await passed(pieces, true)).toBe(whole);
  }
});

test('no event of a stream is longer than the limit', async () => {
  const lines = Array.from({ length: 5 }, () => 'data: 1\n');
  await expect(passed(['data: 1\n\n', ...lines], true)).rejects.toThrow('more than 20 bytes');
});
