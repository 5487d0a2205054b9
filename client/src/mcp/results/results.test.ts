import { expect, test } from 'vitest';
import { shownResult } from './results.ts';
import { shownPrompt } from './shownPrompt.ts';

test('one text is shown as it is, as the kind of text it is', () => {
  const text = (value: string, mimeType?: string) =>
    shownResult({ content: [{ type: 'text', text: value, mimeType }] });
  expect(text('Echo: hello')).toEqual({ text: 'Echo: hello', extension: 'txt' });
  expect(text('# A', 'text/markdown')).toEqual({ text: '# A', extension: 'md' });
  expect(text('{"a":1}')).toEqual({ text: '{\n  "a": 1\n}\n', extension: 'json' });
  expect(text('12')).toEqual({ text: '12', extension: 'txt' });
  expect(shownResult({ contents: [{ uri: 'x:/', text: 'read' }] }).text).toBe('read');
});

test('a long text is shown as it came, without being put in order', () => {
  const text = JSON.stringify({ long: 'x'.repeat(2_000_000) });
  expect(shownResult({ content: [{ type: 'text', text }] })).toEqual({ text, extension: 'txt' });
});

test('structured content is shown alone where the text repeats it, else after the text', () => {
  const structuredContent = { temperature: 22 };
  const shown = (text: string) => shownResult({ content: [{ type: 'text', text }], structuredContent });
  expect(shown('{"temperature":22}')).toEqual({ text: '{\n  "temperature": 22\n}\n', extension: 'json' });
  expect(shown('It is warm.').text).toBe('It is warm.\n\n```json\n{\n  "temperature": 22\n}\n```\n');
  expect(shownResult({ content: [], structuredContent: 3 }).text).toBe('3\n');
});

test('one picture is a file by itself; among other parts it is one that the text names', () => {
  const image = { type: 'image', data: Buffer.from('picture').toString('base64'), mimeType: 'image/png' };
  const [alone] = shownResult({ content: [image] }).attachments ?? [];
  expect([alone?.name, Buffer.from(alone?.bytes ?? []).toString()]).toEqual(['result.png', 'picture']);
  const shown = shownResult({ content: [{ type: 'text', text: 'Look:' }, image] });
  expect(shown.text).toBe('Look:\n\nFile 1.png (image/png, 7 bytes)\n');
  expect(shown.attachments?.map(({ name }) => name)).toEqual(['1.png']);
});

test('resources in a result, linked or embedded, can be told from its text', () => {
  const shown = shownResult({
    content: [
      { type: 'resource_link', uri: 'demo://1', name: 'one', description: 'The first.' },
      { type: 'resource', resource: { uri: 'demo://2', mimeType: 'text/csv', text: 'a;```b' } },
    ],
  });
  expect(shown.resources).toEqual(['demo://1', 'demo://2']);
  expect(shown.text).toBe('Resource demo://1\none: The first.\n\nResource demo://2\n\n````\na;```b\n````\n');
});

test('a part of a kind that nobody knows is shown as it came', () => {
  expect(shownResult({ content: [{ type: 'smell', of: 'roses' }, 7] }).text).toContain('"of": "roses"');
  expect(shownResult({}).text).toBe('\n');
});

test('a prompt is shown as what is said, by whom', () => {
  const shown = shownPrompt('greet', {
    description: 'Says hello.',
    messages: [
      { role: 'user', content: { type: 'text', text: 'Hello' } },
      { role: 'assistant', content: { type: 'text', text: 'Hi' } },
      null,
    ],
  });
  expect(shown.text).toBe('# greet\n\n> Says hello.\n\n## User\n\nHello\n\n## Assistant\n\nHi\n');
  expect(shownPrompt('broken', {}).text).toBe('# broken\n');
});
