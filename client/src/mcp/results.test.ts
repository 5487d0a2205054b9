import { expect, test } from 'vitest';
import { shownResult } from './results.ts';

test('one text is shown as it is, as the kind of text it is', () => {
  const text = (value: string, mimeType?: string) =>
    shownResult({ content: [{ type: 'text', text: value, mimeType }] });
  expect(text('Echo: hello')).toEqual({ text: 'Echo: hello', extension: 'txt' });
  expect(text('# A', 'text/markdown')).toEqual({ text: '# A', extension: 'md' });
  expect(text('{"a":1}')).toEqual({ text: '{\n  "a": 1\n}\n', extension: 'json' });
  expect(text('12')).toEqual({ text: '12', extension: 'txt' });
  expect(shownResult({ contents: [{ uri: 'x:/', text: 'read' }] }).text).toBe('read');
});

test('anything else is shown as it came, without bytes', () => {
  const shown = shownResult({
    content: [
      { type: 'image', data: 'AAAA' },
      { type: 'text', text: 'a' },
    ],
  });
  expect(shown.extension).toBe('json');
  expect(shown.text).toContain('"(4 characters of base64)"');
  expect(shown.text).toContain('"text": "a"');
});
