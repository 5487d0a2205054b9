import { expect, test } from 'vitest';
import { lineOf } from './places.ts';

const text = JSON.stringify(
  {
    description: 'What it does.',
    inputSchema: {
      properties: { 'a.b': { type: 'string' }, path: { description: 'Where.', enum: ['x', 'y'] } },
      required: [{ description: 'inner' }, 'path'],
    },
    name: 'read_file',
  },
  null,
  2,
);
const at = (where: string) => text.split('\n')[lineOf(text, where)]?.trim();

test('a place in a definition is found in its text', () => {
  expect(at('description')).toBe('"description": "What it does.",');
  expect(at('inputSchema.properties.path.description')).toBe('"description": "Where.",');
  expect(at('inputSchema.properties.path.enum.1')).toBe('"y"');
  expect(at('inputSchema.required.0.description')).toBe('"description": "inner"');
  expect(at('inputSchema.properties.a.b.type')).toBe('"type": "string"');
});

test('of a place that is not there the nearest around it is found', () => {
  expect(at('inputSchema.properties.gone.description')).toBe('"properties": {');
  expect(lineOf(text, 'nowhere')).toBe(0);
  expect(lineOf(text, '')).toBe(0);
});
