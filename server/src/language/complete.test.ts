// biome-ignore-all lint/suspicious/noTemplateCurlyInString: LSP snippets are written like that
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import type { CompletionItem, TextEdit } from 'vscode-languageserver-types';
import { lineStartsOf } from '../manifest/lines.ts';
import { parseManifest } from '../manifest/parse.ts';
import { complete } from './complete.ts';
import { atCursor, SAMPLE_CATALOG } from './testSupport.ts';

const SERVICE = 'apiVersion: heady.systems/v1\nkind: Service\n';

function completeAt(marked: string, snippets = false): CompletionItem[] {
  const { text, offset } = atCursor(marked);
  return complete(parseManifest(text), offset, SAMPLE_CATALOG, { snippets });
}

function labels(marked: string): string[] {
  const items = completeAt(marked);
  return [...items]
    .sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1))
    .map(({ label }) => label);
}

/** The text after taking the proposal with this label. */
function accept(marked: string, label: string, snippets = false): string {
  const { text } = atCursor(marked);
  const item = completeAt(marked, snippets).find((each) => each.label === label);
  if (!item) return `no proposal ${label} among ${labels(marked).join(', ')}`;
  const { range, newText } = item.textEdit as TextEdit;
  const starts = lineStartsOf(text);
  const at = ({ line, character }: { line: number; character: number }) => (starts[line] ?? 0) + character;
  return text.slice(0, at(range.start)) + newText + text.slice(at(range.end));
}

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

  it('name every kind with what it is', () => {
    const service = completeAt('kind: |').find(({ label }) => label === 'Service');
    expect(service?.documentation).toMatchObject({
      value: 'A program that runs in one environment for one vertical.',
    });
    expect(labels('kind: |')).toHaveLength(10);
  });

  it('put first what the name says', () => {
    expect(labels(`${SERVICE}metadata: { name: stage-health-x }\nspec:\n  environment: |`)[0]).toBe('stage');
  });

  it('leave out what the list says already', () => {
    expect(labels('kind: Vertical\nspec:\n  environments: [dev, |, prod]')).toEqual(['test', 'stage']);
  });
});

describe('names of the catalog', () => {
  it.each([
    ['owners', 'kind: Service\nmetadata:\n  tags:\n    Owner: |', ['team-billing', 'team-compliance']],
    [
      'owners in brackets',
      'kind: Service\nmetadata:\n  tags: { Owner: | }',
      ['team-billing', 'team-compliance'],
    ],
    ['verticals', 'kind: Service\nmetadata:\n  tags: { Owner: x, Vertical: |', ['health', 'impact']],
    [
      'owners of a policy',
      'kind: Policy\nspec:\n  owners:\n    - team-billing\n    - |',
      ['team-compliance'],
    ],
    ['verticals of a policy', 'kind: Policy\nspec:\n  verticals: [|]', ['health', 'impact']],
    [
      'services, those of the same environment first and itself left out',
      'kind: Service\nmetadata:\n  name: prod-health-billing\nspec:\n  dependsOn:\n    - |',
      ['prod-health-billing-db', 'prod-impact-audit-log', 'dev-health-billing-db'],
    ],
    [
      'services not listed yet',
      'kind: Service\nspec:\n  environment: dev\n  dependsOn: [prod-health-billing, |, prod-impact-audit-log]',
      ['dev-health-billing-db', 'prod-health-billing-db'],
    ],
  ])('%s', (_, marked, expected) => {
    expect(labels(marked)).toEqual(expected);
  });

  it.each([
    ['from the colon', 'spec:\n  dependsOn: |', 'spec:\n  dependsOn:\n    - dev-health-billing-db'],
    ['on the next line', 'spec:\n  dependsOn:\n    |', 'spec:\n  dependsOn:\n    - dev-health-billing-db'],
    [
      'as a further item',
      'spec:\n  dependsOn:\n    - a\n    |',
      'spec:\n  dependsOn:\n    - a\n    - dev-health-billing-db',
    ],
    [
      'half-typed',
      'spec:\n  dependsOn:\n    - dev|\n  state: x',
      'spec:\n  dependsOn:\n    - dev-health-billing-db\n  state: x',
    ],
    [
      'in a list as far out as its key',
      'spec:\n  dependsOn:\n  - dev|',
      'spec:\n  dependsOn:\n  - dev-health-billing-db',
    ],
  ])('written %s', (_, before, after) => {
    expect(accept(`kind: Service\n${before}`, 'dev-health-billing-db')).toBe(`kind: Service\n${after}`);
  });

  it('show what they name', () => {
    const item = completeAt('kind: Service\nspec:\n  dependsOn: [|]').find(
      ({ label }) => label === 'prod-health-billing-db',
    );
    expect(item?.documentation).toMatchObject({ value: expect.stringContaining('Owner: team-billing') });
  });

  it('rules as keys, severities as their values', () => {
    expect(labels('kind: Policy\nspec:\n  rules:\n    tags/required: error\n    |')).not.toContain(
      'tags/required',
    );
    expect(accept('kind: Policy\nspec:\n  rules:\n    naming/d|', 'naming/duplicate')).toMatch(
      /\n {4}naming\/duplicate: $/,
    );
    expect(accept('kind: Vertical\nspec:\n  checks: { | }', 'tags/required')).toContain(
      '{ tags/required:  }',
    );
    expect(labels('kind: Vertical\nspec:\n  checks:\n    tags/required: |')).toEqual([
      'error',
      'warning',
      'info',
      'off',
    ]);
    expect(labels('kind: Policy\nspec:\n  rules:\n    tags/required: |').slice(0, 4)).toEqual([
      'error',
      'warning',
      'info',
      'off',
    ]);
    expect(labels('kind: Policy\nspec:\n  rules:\n    tags/required: { | }')).toEqual([
      'severity',
      'environments',
    ]);
  });
});

describe('the name of a service', () => {
  const rest = '\n  tags: { Vertical: health }\nspec:\n  environment: prod\n';

  it('is put together from its environment and vertical', () => {
    expect(labels(`kind: Service\nmetadata:\n  name: |${rest}`)).toEqual(['prod-health-service']);
    expect(labels(`kind: Service\nmetadata:\n  name: billing|${rest}`)).toEqual(['prod-health-billing']);
  });

  it('is any combination where they are not stated', () => {
    expect(labels('kind: Service\nmetadata:\n  name: |')).toContain('stage-impact-service');
  });
});

describe('whole manifests', () => {
  it.each([
    ['an empty file', '|', ''],
    ['a blank line', '\n  |\n', '\n'],
    ['behind a marker', 'kind: Service\n---\n|', 'kind: Service\n---\n'],
    ['right behind a marker', 'kind: Service\n---|', 'kind: Service\n---\n'],
    ['below comments', '# What for\n|', '# What for\n'],
    ['half-typed', 'Vert|', ''],
  ])('start %s', (_, before, lead) => {
    const after = `${lead}apiVersion: heady.systems/v1\nkind: Vertical\nmetadata:\n  name: \nspec:\n  focus: `;
    expect(accept(before, 'Vertical').trimEnd()).toBe(after.trimEnd());
  });

  it('have what every service must say', () => {
    expect(accept('|', 'Service', true)).toBe(
      [
        'apiVersion: heady.systems/v1',
        'kind: Service',
        'metadata:',
        '  name: $1',
        '  tags:',
        '    Owner: ${2|team-billing,team-compliance|}',
        '    Vertical: ${3|health,impact|}',
        '    DataSensitivity: ${4|public,internal,confidential,restricted|}',
        'spec:',
        '  environment: ${5|dev,test,stage,prod|}',
        '  plane: ${6|control,app,data|}',
        '  runtime: ${7|docker,podman,containerd,process|}',
      ].join('\n'),
    );
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

describe('any text', () => {
  const samples = globSync('samples/**/*.{yaml,json}', { dot: true }).map((path) =>
    readFileSync(path, 'utf8'),
  );

  it('never makes it throw, and its edits stay on the line of the cursor', () => {
    expect(samples.length).toBeGreaterThan(30);
    const anyState = fc.record({
      sample: fc.constantFrom(...samples),
      cut: fc.double({ min: 0, max: 1, noNaN: true }),
      cursor: fc.double({ min: 0, max: 1, noNaN: true }),
      typed: fc.constantFrom(
        '',
        '',
        ' ',
        '-',
        '- ',
        ': ',
        '{',
        '[',
        '}',
        ']',
        '"',
        "'",
        '|',
        '#',
        '&a ',
        '\t',
        '\r\n',
        '---\n',
        '? ',
      ),
      eol: fc.constantFrom('\n', '\r\n'),
    });
    fc.assert(
      fc.property(anyState, ({ sample, cut, cursor, typed, eol }) => {
        const prefix = sample.slice(0, Math.round(cut * sample.length)).replaceAll('\n', eol);
        const offset = Math.round(cursor * prefix.length);
        const text = prefix.slice(0, offset) + typed + prefix.slice(offset);
        const at = offset + typed.length;
        const line = text.slice(0, at).split(/\r\n|\r|\n/).length - 1;
        for (const { textEdit } of complete(parseManifest(text), at, SAMPLE_CATALOG)) {
          const { start, end } = (textEdit as TextEdit).range;
          expect([start.line, end.line]).toEqual([line, line]);
          expect(end.character).toBeGreaterThanOrEqual(start.character);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('is answered at every offset of a manifest', () => {
    const text = samples.find((sample) => sample.includes('name: prod-health-billing\n')) ?? '';
    const file = parseManifest(text);
    for (let offset = 0; offset <= text.length; offset++) {
      for (const { textEdit } of complete(file, offset, SAMPLE_CATALOG)) expect(textEdit).toBeDefined();
    }
  });

  it.each([
    ['brackets', '['.repeat(20_000)],
    ['dashes', '- '.repeat(20_000)],
    ['maps', Array.from({ length: 2_000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['quotes', `a: "${"'\n".repeat(5_000)}`],
  ])('of deep %s is answered', (_, text) => {
    const file = parseManifest(text);
    expect(() => complete(file, text.length, SAMPLE_CATALOG)).not.toThrow();
  });
});
