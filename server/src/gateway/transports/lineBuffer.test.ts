import { expect, test } from 'vitest';
import { LineBuffer } from './lineBuffer.ts';

test('lines are the same however the stream is cut', () => {
  const whole = Buffer.from('{"a":1}\r\n\nzwölf\n{"b":');
  for (let size = 1; size <= whole.length; size++) {
    const buffer = new LineBuffer(100);
    const lines: string[] = [];
    for (let at = 0; at < whole.length; at += size)
      lines.push(...buffer.append(whole.subarray(at, at + size)));
    expect(lines).toEqual(['{"a":1}', '', 'zwölf']);
    expect(buffer.append(Buffer.from('2}\n'))).toEqual(['{"b":2}']);
  }
});

test('a line without end is given up', () => {
  const buffer = new LineBuffer(10);
  buffer.append(Buffer.from('12345'));
  expect(() => buffer.append(Buffer.from('678901'))).toThrow('more than 10 bytes');
  expect(buffer.append(Buffer.from('again\n'))).toEqual(['again']);
});
