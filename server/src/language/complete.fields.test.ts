// biome-ignore-all lint/suspicious/noTemplateCurlyInString: LSP snippets are written like that
import { describe, expect, it } from 'vitest';
import { accept, completeAt, labels, SERVICE } from './testCompletion.ts';

describe('fields', () => {
  it.each([
    ['on an empty line', 'spec:\n  environment: prod\n  |', 'spec:\n  environment: prod\n  plane: '],
    ['below a key', 'spec:\n  |', 'spec:\n  plane: '],
    ['above the others', 'spec:\n  |\n  runtime: podman', 'spec:\n  plane: \n  runtime: podman'],
    ['half-typed', 'spec:\n  pl|', 'spec:\n  plane: '],
    [
      'half-typed between others',
      'spec:\n  environment: prod\n  pl|\n  runtime: podman\n',
      'spec:\n  environment: prod\n  plane: \n  runtime: podman\n',
    ],
    ['over a key with its value', 'spec:\n  pl|: app', 'spec:\n  plane: app'],
    ['over a key before its colon is blank', 'spec:\n  pl|n:', 'spec:\n  plane:'],
    ['behind a colon, on lines of their own', 'spec: |', 'spec:\n  plane: '],
    ['right behind the colon', 'spec:|', 'spec:\n  plane: '],
    ['in brackets', 'spec: { environment: prod, |', 'spec: { environment: prod, plane: '],
    ['in empty brackets', 'spec: {|}', 'spec: {plane: }'],
    ['half-typed in brackets', 'spec: { pl| }', 'spec: { plane:  }'],
    ['right before a key in brackets', 'spec: { |runtime: podman }', 'spec: { plane: , runtime: podman }'],
    ['right before a key', 'spec:\n  |runtime: podman', 'spec:\n  plane: \n  runtime: podman'],
    ['before others in brackets', 'spec: { |, runtime: podman }', 'spec: { plane: , runtime: podman }'],
    [
      'with wide indentation',
      'metadata:\n    name: x\nspec: |',
      'metadata:\n    name: x\nspec:\n    plane: ',
    ],
    ['with CRLF', 'spec: |\r\n', 'spec:\r\n  plane: \r\n'],
    ['on an empty line with CRLF', 'spec:\r\n  |\r\n', 'spec:\r\n  plane: \r\n'],
    [
      'below an unclosed bracket',
      'metadata:\n  tags: { Owner: a\nspec:\n  |',
      'metadata:\n  tags: { Owner: a\nspec:\n  plane: ',
    ],
    [
      'below an unclosed quote',
      'metadata:\n  title: "Bill\nspec:\n  |',
      'metadata:\n  title: "Bill\nspec:\n  plane: ',
    ],
    ['above a syntax error', 'spec:\n  |\nmetadata: [}', 'spec:\n  plane: \nmetadata: [}'],
    ['in JSON', '{ "spec": { | } }', '{ "spec": { "plane":  } }'],
    ['half-typed in JSON', '{ "spec": { "pl| } }', '{ "spec": { "plane":  } }'],
  ])('are proposed %s', (_, before, after) => {
    const ofAService = (text: string) =>
      text.startsWith('{')
        ? text.replace('{', '{ "kind": "Service",')
        : `kind: Service${text.includes('\r') ? '\r' : ''}\n${text}`;
    expect(accept(ofAService(before), 'plane')).toBe(ofAService(after));
  });

  it.each([
    [
      'a map',
      'metadata:\n  |',
      'tags',
      'metadata:\n  tags:\n    Owner: \n    Vertical: \n    DataSensitivity: ',
    ],
    ['a list', 'spec:\n  |', 'dependsOn', 'spec:\n  dependsOn:\n    - '],
    ['a list of maps', 'spec:\n  |', 'ports', 'spec:\n  ports:\n    - port: '],
    [
      'a list of maps with several required fields',
      'spec:\n  |',
      'secrets',
      'spec:\n  secrets:\n    - name: \n      ref: ',
    ],
    ['a map in brackets', 'spec: { | }', 'health', 'spec: { health: {  } }'],
    ['a list in brackets', 'spec: { | }', 'dependsOn', 'spec: { dependsOn: [] }'],
    ['a value with a default', 'spec:\n  |', 'replicas', 'spec:\n  replicas: 1'],
    ['a constant', '|', 'apiVersion', 'apiVersion: heady.systems/v1'],
  ])('take the form of %s', (_, before, label, after) => {
    expect(accept(`kind: Service\n${before}`, label)).toBe(`kind: Service\n${after}`);
  });

  it('offer what may be written as choices', () => {
    expect(accept(`${SERVICE}spec:\n  |`, 'plane', true)).toMatch(
      /\n {2}plane: \$\{1\|control,app,data\|\}$/,
    );
    expect(accept(`${SERVICE}metadata:\n  |`, 'tags', true)).toContain(
      'Owner: ${1|team-billing,team-compliance|}\n    Vertical: ${2|health,impact|}',
    );
  });

  it.each([
    ['a new item', 'spec:\n  ports:\n    - |', 'protocol', 'spec:\n  ports:\n    - protocol: '],
    ['right behind the dash', 'spec:\n  ports:\n    -|', 'protocol', 'spec:\n  ports:\n    - protocol: '],
    ['half-typed', 'spec:\n  ports:\n    - pro|', 'protocol', 'spec:\n  ports:\n    - protocol: '],
    [
      'half-typed above another',
      'spec:\n  ports:\n    - pro|\n      port: 1',
      'protocol',
      'spec:\n  ports:\n    - protocol: \n      port: 1',
    ],
    [
      'further ones',
      'spec:\n  ports:\n    - port: 1\n      |',
      'protocol',
      'spec:\n  ports:\n    - port: 1\n      protocol: ',
    ],
    ['without the dash', 'spec:\n  ports:\n    |', 'protocol', 'spec:\n  ports:\n    - protocol: '],
    [
      'behind the last item',
      'spec:\n  ports:\n    - port: 1\n    |',
      'protocol',
      'spec:\n  ports:\n    - port: 1\n    - protocol: ',
    ],
    [
      'in brackets',
      'spec:\n  ports: [{ port: 1 }, |]',
      'protocol',
      'spec:\n  ports: [{ port: 1 }, { protocol:  }]',
    ],
    [
      'in brackets within an item',
      'spec:\n  ports:\n    - { port: 1, | }',
      'protocol',
      'spec:\n  ports:\n    - { port: 1, protocol:  }',
    ],
    ['from the colon', 'spec:\n  ports: |', 'protocol', 'spec:\n  ports:\n    - protocol: '],
  ])('of list items: %s', (_, before, label, after) => {
    expect(accept(`kind: Service\n${before}`, label)).toBe(`kind: Service\n${after}`);
  });

  it('leave out what is there, and name the required first', () => {
    expect(labels(`${SERVICE}spec:\n  plane: app\n  |\n  replicas: 2`).slice(0, 3)).toEqual([
      'environment',
      'runtime',
      'image',
    ]);
    expect(labels(`${SERVICE}spec:\n  plane: app\n  |\n  replicas: 2`)).not.toContain('replicas');
    expect(labels(`${SERVICE}metadata:\n  tags: { Owner: a, | }`)).toEqual(['Vertical', 'DataSensitivity']);
  });

  it('stay in their own document', () => {
    const two =
      'kind: Vertical\nspec:\n  focus: x\n---\nkind: Environment\nspec:\n  |\n---\nkind: Policy\nspec: {}\n';
    expect(labels(two)).toEqual(['controlPlane', 'variables', 'guard', 'allowedHosts']);
  });

  it('are documented by the schema', () => {
    const item = completeAt(`${SERVICE}spec:\n  |`).find(({ label }) => label === 'replicas');
    expect(item?.detail).toBe('whole number');
    expect(item?.documentation).toEqual({
      kind: 'markdown',
      value: 'How many run at once. 0 is sound: scaled to nothing.\n\nRange: at least 0  \nDefault: `1`',
    });
  });
});
