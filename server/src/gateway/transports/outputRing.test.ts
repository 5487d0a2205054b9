import { expect, test } from 'vitest';
import { OutputRing } from './outputRing.ts';

test('lines are whole however they arrive', () => {
  const ring = new OutputRing();
  ring.add('fir');
  ring.add('st\r\nsec');
  expect(ring.lines).toEqual(['first', 'sec']);
  ring.add('ond\n');
  expect(ring.lines).toEqual(['first', 'second']);
});

test('what is kept does not grow without end: the newest stays, and no line is endless', () => {
  const ring = new OutputRing();
  for (let index = 0; index < 1_000; index++) ring.add(`${index} ${'x'.repeat(10_000)}\n`);
  const { lines } = ring;
  expect(lines.at(-1)).toMatch(/^999 x+$/);
  expect(lines.join('\n').length).toBeLessThan(70_000);
  expect(lines.length).toBeGreaterThan(10);
});
