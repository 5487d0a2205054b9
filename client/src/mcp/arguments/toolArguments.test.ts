import { describe, expect, test } from 'vitest';
import { fieldsOf, typedValue } from './toolArguments.ts';

const SCHEMA = {
  type: 'object',
  properties: {
    steps: { type: 'integer', default: 5, description: 'How many.' },
    message: { type: 'string' },
    loud: { type: 'boolean' },
    size: { enum: ['s', 'm'] },
    filter: { type: 'object' },
  },
  required: ['message'],
};

describe('the arguments of a tool', () => {
  test('are asked for by their schema, those it must have first', () => {
    expect(fieldsOf(SCHEMA).map(({ name, kind, isRequired }) => [name, kind, isRequired])).toEqual([
      ['message', 'text', true],
      ['steps', 'integer', false],
      ['loud', 'choice', false],
      ['size', 'choice', false],
      ['filter', 'json', false],
    ]);
    expect(fieldsOf(SCHEMA)[1]).toMatchObject({ preset: '5', description: 'How many.' });
    expect(fieldsOf(SCHEMA)[2]?.choices).toEqual([true, false]);
  });

  test('of a schema that says nothing, or is none, are none', () => {
    for (const schema of [undefined, null, 'x', [], {}, { properties: 3 }])
      expect(fieldsOf(schema)).toEqual([]);
  });

  test('are what was typed, as values', () => {
    const [message, steps, , , filter] = fieldsOf(SCHEMA);
    if (!message || !steps || !filter) throw new Error('There are five.');
    expect(typedValue(message, '12')).toBe('12');
    expect(typedValue(steps, '12')).toBe(12);
    expect(typedValue(filter, '{"a":[1]}')).toEqual({ a: [1] });
    expect(() => typedValue(steps, '1.5')).toThrow('no whole number');
    expect(() => typedValue(steps, ' ')).toThrow('no number');
    expect(() => typedValue(filter, '{')).toThrow('no JSON');
  });
});
