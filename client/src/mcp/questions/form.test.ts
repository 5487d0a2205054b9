import { describe, expect, it } from 'vitest';
import { type FormField, formFields } from './form.ts';
import { countProblem, LEFT_OUT, limitWords, typedAnswer } from './judge.ts';
import { looksSecret } from './secrets.ts';

function field(schema: object, isRequired = true): FormField {
  const [made] = formFields({ properties: { it: schema }, required: isRequired ? ['it'] : [] });
  if (!made) throw new Error('There is no field.');
  return made;
}

describe('what a form asks for', () => {
  it('is each property, in the order of the schema, with its default', () => {
    const fields = formFields({
      type: 'object',
      properties: {
        name: { type: 'string', title: 'Your name' },
        agree: { type: 'boolean', default: false },
        age: { type: 'integer', default: 42 },
      },
      required: ['name'],
    });
    expect(
      fields.map(({ name, label, kind, preset, isRequired }) => [name, label, kind, preset, isRequired]),
    ).toEqual([
      ['name', 'Your name', 'text', undefined, true],
      ['agree', 'agree', 'choice', false, false],
      ['age', 'age', 'integer', 42, false],
    ]);
  });

  it.each([
    [{ type: 'string', enum: ['a', 'b'] }, ['a', 'b']],
    [{ type: 'string', enum: ['a', 'b'], enumNames: ['A', 'B'] }, ['A', 'B']],
    [{ type: 'string', oneOf: [{ const: 'a', title: 'Superman' }] }, ['Superman']],
    [{ type: 'array', items: { type: 'string', enum: ['a'] } }, ['a']],
    [{ type: 'array', items: { anyOf: [{ const: 'a', title: 'Tuna' }] } }, ['Tuna']],
    [{ type: 'boolean' }, ['Yes', 'No']],
  ])('lets choose of %j', (schema, labels) => {
    expect(field(schema).options.map(({ label }) => label)).toEqual(labels);
  });

  it('takes no default that could not be chosen', () => {
    expect(field({ type: 'string', enum: ['a'], default: 'b' }).preset).toBeUndefined();
    expect(field({ type: 'array', items: { enum: ['a'] }, default: ['a', 'b'] }).preset).toBeUndefined();
    expect(field({ type: 'number', default: '1' }).preset).toBeUndefined();
  });

  it.each([undefined, null, [], 'x', { properties: 7 }])('is nothing by the schema %j', (schema) => {
    expect(formFields(schema)).toEqual([]);
  });
});

describe('what is typed', () => {
  it.each([
    [{ type: 'string' }, 'x', 'x'],
    [{ type: 'string', minLength: 2 }, '👍🏽'.slice(0, 4), '👍🏽'],
    [{ type: 'integer', minimum: 1, maximum: 3 }, ' 3 ', 3],
    [{ type: 'number' }, '-0.5', -0.5],
    [{ type: 'string', format: 'email' }, 'ada@example.org', 'ada@example.org'],
    [{ type: 'string', format: 'uri' }, 'https://example.org/x', 'https://example.org/x'],
    [{ type: 'string', format: 'date' }, '2024-02-29', '2024-02-29'],
    [{ type: 'string', format: 'date-time' }, '2026-11-21T14:30:00+01:00', '2026-11-21T14:30:00+01:00'],
    [{ type: 'string', format: 'unheard-of' }, 'x', 'x'],
  ])('for %j is taken: "%s"', (schema, text, value) => {
    expect(typedAnswer(field(schema), text)).toBe(value);
  });

  it.each([
    [{ type: 'string', minLength: 1 }, '', 'This is needed.'],
    [{ type: 'string', minLength: 3 }, 'ab', 'At least 3 characters, 2 so far.'],
    [{ type: 'string', maxLength: 1 }, 'ab', 'At most 1 characters, not 2.'],
    [{ type: 'integer' }, '1.5', 'This is no whole number.'],
    [{ type: 'number' }, '', 'This is no number.'],
    [{ type: 'number', minimum: 2 }, '1', 'At least 2.'],
    [{ type: 'number', maximum: 2 }, '3', 'At most 2.'],
    [{ type: 'string', format: 'email' }, 'ada', 'This is no e-mail address, such as ada@example.org.'],
    [{ type: 'string', format: 'date' }, '2026-02-30', 'This is no date, such as 2026-11-21.'],
    [{ type: 'string', format: 'uri' }, 'example', 'This is no address, such as https://example.org.'],
    [{ type: 'string', format: 'date-time' }, '2026-11-21', 'This is no time, such as 2026-11-21T14:30:00Z.'],
  ])('for %j is not taken: "%s"', (schema, text, why) => {
    expect(() => typedAnswer(field(schema), text)).toThrow(why);
  });

  it('is left out where it is empty and need not be there', () => {
    expect(typedAnswer(field({ type: 'string', format: 'email' }, false), '')).toBe(LEFT_OUT);
    expect(countProblem(field({ type: 'array', minItems: 2 }, false), 0)).toBeUndefined();
    expect(countProblem(field({ type: 'array', minItems: 2 }), 0)).toBe('Choose at least 2.');
    expect(countProblem(field({ type: 'array', maxItems: 2 }), 3)).toBe('Choose at most 2.');
  });

  it('is told its limits beforehand', () => {
    expect(limitWords(field({ type: 'integer', minimum: 1, maximum: 100 }))).toBe('a whole number, 1 to 100');
    expect(limitWords(field({ type: 'string', format: 'date' }, false))).toBe(
      'a date such as 2026-11-21, may be left empty',
    );
    expect(limitWords(field({ type: 'string', maxLength: 9 }))).toBe('at most 9 characters');
  });
});

describe('a secret', () => {
  it.each(['password', 'githubToken', 'api_key', 'API Key', 'pin', 'Card number', 'client-secret'])(
    'is asked for as "%s"',
    (name) => {
      expect(looksSecret([name], '')).toBe(true);
    },
  );
  it('is asked for in a description', () => {
    expect(looksSecret(['value'], 'Your GitHub password')).toBe(true);
  });
  it.each(['name', 'shipping', 'tokens', 'passenger', 'secretary'])('is none that is called "%s"', (name) => {
    expect(looksSecret([name], 'do not give us your pin')).toBe(false);
  });
});
