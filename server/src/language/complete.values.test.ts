import { describe, expect, it } from 'vitest';
import { accept, labels, SERVICE } from './testCompletion.ts';

describe('values', () => {
  it.each([
    ['behind a key', 'spec:\n  plane: |', 'data', 'spec:\n  plane: data'],
    ['right behind the colon', 'spec:\n  plane:|', 'data', 'spec:\n  plane: data'],
    ['half-typed', 'spec:\n  plane: da|', 'data', 'spec:\n  plane: data'],
    ['over another', 'spec:\n  plane: a|pp # why', 'data', 'spec:\n  plane: data # why'],
    ['before another', 'spec:\n  plane: |app', 'data', 'spec:\n  plane: data'],
    ['keeping quotes', "spec:\n  plane: 'a|pp'", 'data', "spec:\n  plane: 'data'"],
    ['closing a quote', 'spec:\n  plane: "da|\n  runtime: x', 'data', 'spec:\n  plane: "data"\n  runtime: x'],
    ['on the next line', 'spec:\n  plane:\n    |', 'data', 'spec:\n  plane:\n    data'],
    ['in brackets', 'spec: { plane: | }', 'data', 'spec: { plane: data }'],
    ['at the end of brackets', 'spec: { plane: |', 'data', 'spec: { plane: data'],
    [
      'half-typed in brackets',
      'spec: { plane: da|, runtime: x }',
      'data',
      'spec: { plane: data, runtime: x }',
    ],
    [
      'with CRLF',
      'spec:\r\n  plane: |\r\n  runtime: x\r\n',
      'data',
      'spec:\r\n  plane: data\r\n  runtime: x\r\n',
    ],
    ['of a kind', 'kind: S|', 'Vertical', 'kind: Vertical'],
    [
      'that are true or false',
      'kind: Environment\nspec:\n  guard:\n    confirm: |',
      'true',
      'kind: Environment\nspec:\n  guard:\n    confirm: true',
    ],
    [
      'in a list in brackets',
      'kind: Vertical\nspec:\n  environments: [dev, |]',
      'prod',
      'kind: Vertical\nspec:\n  environments: [dev, prod]',
    ],
    [
      'half-typed in a list in brackets',
      'kind: Vertical\nspec:\n  environments: [dev, p|]',
      'prod',
      'kind: Vertical\nspec:\n  environments: [dev, prod]',
    ],
    [
      'as a list from the colon',
      'kind: Vertical\nspec:\n  environments: |',
      'prod',
      'kind: Vertical\nspec:\n  environments:\n    - prod',
    ],
    [
      'in JSON',
      '{ "kind": "Service", "spec": { "plane": | } }',
      'data',
      '{ "kind": "Service", "spec": { "plane": "data" } }',
    ],
  ])('are proposed %s', (_, before, label, after) => {
    const head = before.includes('kind') ? '' : 'kind: Service\n';
    expect(accept(head + before, label)).toBe(head + after);
  });
});

describe('nothing is proposed', () => {
  it.each([
    ['in a comment', 'spec:\n  # pl|\n  plane: app'],
    ['in a comment behind a value', 'spec:\n  plane: app # |'],
    ['in block text', 'metadata:\n  description: >-\n    pl|ane'],
    ['behind a complete value in quotes', 'spec:\n  plane: "app" |'],
    ['where the indentation fits nothing', 'spec:\n    plane: app\n  |'],
    ['below a complete value', 'spec:\n  plane: app\n    |'],
    ['before a key', 'spec:\n | plane: app'],
    ['where the value is on the lines below', 'spec: |\n  plane: app'],
    ['in free maps', 'metadata:\n  labels:\n    |'],
    ['on a marker', 'kind: Service\n--|-\n'],
  ])('%s', (_, marked) => {
    expect(labels(`${SERVICE}${marked}`)).toEqual([]);
  });
});
