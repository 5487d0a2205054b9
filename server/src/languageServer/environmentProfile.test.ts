import { expect, it } from 'vitest';
import { parseManifest } from '../manifest/parse.ts';
import { profileOf } from './environmentProfile.ts';

const profile = (spec: string) =>
  profileOf(
    parseManifest(`kind: Environment\nmetadata: { name: test }\nspec: ${spec}\n`).documents[0]?.document,
  );

it('says what a manifest does', () => {
  const spec =
    '{ variables: { API: "https://api.example", RETRIES: 3, DEBUG: true }, allowedHosts: [api.example, 7] }';
  expect(profile(spec)).toEqual({
    variables: { API: 'https://api.example', RETRIES: '3', DEBUG: 'true' },
    leftOut: [],
    allowedHosts: ['api.example'],
  });
});

it('says nothing where there is no manifest, or nothing in it that can be meant', () => {
  expect(profileOf(undefined)).toEqual({ variables: {}, leftOut: [] });
  expect(profile('{ variables: [A], allowedHosts: all }')).toEqual({
    variables: {},
    leftOut: [],
  });
});

it.each([
  'PATH',
  'Path',
  'LD_PRELOAD',
  'NODE_OPTIONS',
  'HTTPS_PROXY',
  'GIT_SSH_COMMAND',
  'HEADY_ENV',
  'PYTHONPATH',
])('does not hand out %s, by which programs are found or changed', (name) => {
  expect(profile(`{ variables: { ${name}: x, PATHS: y } }`)).toEqual({
    variables: { PATHS: 'y' },
    leftOut: [{ name, reason: 'belongs to the system' }],
  });
});

it('hands out no secrets, and nothing that is no variable', () => {
  const { variables, leftOut } = profile('{ variables: { DB_PASSWORD: hunter2hunter2, A-B: x, LIST: [a] } }');
  expect(variables).toEqual({});
  expect(leftOut.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
    'DB_PASSWORD: looks like a secret',
    'A-B: no name of a variable',
    'LIST: no plain value',
  ]);
});
