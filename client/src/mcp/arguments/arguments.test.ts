import { expect, test } from 'vitest';
import { argumentProblems } from './argumentProblems.ts';
import { withoutSecrets } from './secretArguments.ts';
import { skeletonOf } from './skeleton.ts';

const SCHEMA = {
  type: 'object',
  $defs: { place: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
  properties: {
    name: { type: 'string' },
    size: { enum: ['s', 'm'] },
    steps: { type: 'integer', default: 5 },
    where: { $ref: '#/$defs/place' },
    stops: { type: 'array', items: { $ref: '#/$defs/place' } },
    note: { type: ['string', 'null'] },
    login: { type: 'object', properties: { user: { type: 'string' }, pin: { format: 'password' } } },
  },
  required: ['name', 'size', 'where', 'stops'],
  additionalProperties: false,
};

test('arguments begin with what must be given, and with defaults', () => {
  expect(skeletonOf(SCHEMA)).toEqual({
    name: '',
    size: 's',
    steps: 5,
    where: { city: '' },
    stops: [{ city: '' }],
  });
  expect(skeletonOf(undefined)).toEqual({});
});

test('a schema that refers to itself is filled in to a depth', () => {
  const schema = { $defs: {}, type: 'object', properties: { next: { $ref: '#' } }, required: ['next'] };
  const self = { ...schema, properties: { next: { $ref: '#/$defs/self' } }, $defs: { self: {} } };
  self.$defs.self = { type: 'object', properties: self.properties, required: ['next'] };
  expect(JSON.stringify(skeletonOf(self)).length).toBeLessThan(100);
});

test('arguments that fit have no problems, and those that do not are told where', () => {
  const fitting = { name: 'a', size: 'm', where: { city: 'Bern' }, stops: [], note: null };
  expect(argumentProblems(SCHEMA, fitting)).toEqual([]);
  expect(argumentProblems(SCHEMA, { name: 1, size: 'x', where: {}, stops: [{ city: 2 }], extra: 1 })).toEqual(
    [
      'name: this is to be a text.',
      'size: this is to be one of "s", "m".',
      'where.city: this is missing.',
      'stops[0].city: this is to be a text.',
      'extra: the tool takes nothing of that name.',
    ],
  );
  expect(argumentProblems(SCHEMA, [])).toEqual(['The arguments: this is to be an object.']);
  expect(argumentProblems(undefined, { anything: 1 })).toEqual([]);
});

test('names of every object are no names of a schema', () => {
  expect(argumentProblems(SCHEMA, JSON.parse('{"constructor": 1}'))).toContain(
    'constructor: the tool takes nothing of that name.',
  );
});

test('what is secret is remembered nowhere, by its name or its schema, however deep', () => {
  const given = {
    name: 'a',
    apiKey: 'k',
    login: { user: 'u', pin: '1234' },
    stops: [{ city: 'Bern', accessToken: 't' }],
  };
  expect(withoutSecrets(given, SCHEMA)).toEqual({
    name: 'a',
    login: { user: 'u' },
    stops: [{ city: 'Bern' }],
  });
});
