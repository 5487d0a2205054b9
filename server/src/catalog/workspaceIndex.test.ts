import { expect, test } from 'vitest';
import { parseManifest } from '../manifest/parse.ts';
import { WorkspaceIndex } from './workspaceIndex.ts';

const SERVICE = (name: string, replicas = 1) =>
  `apiVersion: heady.systems/v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { environment: dev, plane: app, runtime: docker, replicas: ${replicas} }\n`;
const POLICY = (spec: string) =>
  `apiVersion: heady.systems/v1\nkind: Policy\nmetadata: { name: org }\nspec: ${spec}\n`;

const SERVICE_FILE = (name: string) => parseManifest(SERVICE(name));

function indexOf(files: Record<string, string>): WorkspaceIndex {
  const index = new WorkspaceIndex();
  for (const [uri, text] of Object.entries(files)) index.set(uri, parseManifest(text));
  return index;
}

test('finds every declaration of a name, in order of file and position', () => {
  const index = indexOf({
    'b.yaml': `${SERVICE('dev-a-x')}---\n${SERVICE('dev-a-x')}`,
    'a.yaml': SERVICE('dev-a-x'),
  });
  expect(index.declarationsOf('Service', 'dev-a-x').map(({ at }) => `${at.uri}#${at.index}`)).toEqual([
    'a.yaml#0',
    'b.yaml#0',
    'b.yaml#1',
  ]);
  index.set('b.yaml', parseManifest(SERVICE('dev-a-y')));
  expect(index.declarationsOf('Service', 'dev-a-x').map(({ at }) => at.uri)).toEqual(['a.yaml']);
  index.delete('a.yaml');
  expect(index.declarationsOf('Service', 'dev-a-x')).toEqual([]);
});

test('the version grows with facts, not with edits', () => {
  const index = indexOf({ 'a.yaml': SERVICE('dev-a-x') });
  const before = index.version;
  index.set('a.yaml', parseManifest(SERVICE('dev-a-x', 5)));
  expect(index.version).toBe(before);
  index.set('a.yaml', parseManifest(SERVICE('dev-a-z', 5)));
  expect(index.version).toBeGreaterThan(before);
});

test('declarations follow an edit that changes no fact', () => {
  const index = indexOf({ 'a.yaml': SERVICE('dev-a-x') });
  index.set('a.yaml', parseManifest(SERVICE('dev-a-x', 5)));
  expect(index.declarationsOf('Service', 'dev-a-x')[0]?.document.stated(['spec', 'replicas'])).toBe(5);
});

test('policies: owners, verticals, severities with and without environments', () => {
  const index = indexOf({
    'p.yaml': POLICY(
      '{ owners: [b, a], verticals: [v], rules: { tags/required: error, naming/duplicate: { severity: info, environments: [dev] }, naming/vm: { severity: loud } } }',
    ),
    'v.yaml':
      'apiVersion: heady.systems/v1\nkind: Vertical\nmetadata: { name: health }\nspec: { focus: x, checks: { tags/required: off } }\n',
  });
  expect(index.policyOwners()).toEqual(['a', 'b']);
  expect(index.verticals()).toEqual(['health', 'v']);
  expect(index.policySettings('tags/required')).toEqual([{ severity: 'error', policy: 'org' }]);
  expect(index.policySettings('naming/duplicate')).toEqual([
    { severity: 'info', policy: 'org', environments: ['dev'] },
  ]);
  expect(index.policySettings('naming/vm')).toEqual([]);
  expect(index.verticalCheck('health', 'tags/required')).toBe('off');
  expect(index.verticalCheck('other', 'tags/required')).toBeUndefined();
  index.set('p.yaml', parseManifest(POLICY('{ owners: [c] }')));
  expect(index.policyOwners()).toEqual(['c']);
});

test('lists the documents of a kind, the same list until one of them changes', () => {
  const index = indexOf({
    'b.yaml': SERVICE('dev-a-x'),
    'a.yaml': `${SERVICE('dev-a-y')}---\n${POLICY('{}')}`,
  });
  const services = index.documentsOf('Service');
  expect(services.map(({ name }) => name)).toEqual(['dev-a-y', 'dev-a-x']);
  index.set('p.yaml', parseManifest(POLICY('{ owners: [a] }')));
  expect(index.documentsOf('Service')).toBe(services);
  expect(index.documentsOf('Policy')).toHaveLength(2);
  index.set('b.yaml', parseManifest(SERVICE('dev-a-x', 5)));
  const [, changed] = index.documentsOf('Service');
  expect(changed?.document.stated(['spec', 'replicas'])).toBe(5);
  index.delete('a.yaml');
  expect(index.documentsOf('Service').map(({ name }) => name)).toEqual(['dev-a-x']);
});

test.each([
  ['Agent', 'level: L0', 'level: L1', 'skills: [a]'],
  ['GoldenImage', 'state: created', 'state: sealed', 'agents: [a]'],
  ['McpServer', 'command: a', 'command: b', 'timeoutMs: 5'],
  [
    'VirtualMachine',
    'monthlyCost: { amount: 1, currency: USD }',
    'monthlyCost: { amount: 2, currency: USD }',
    'cpu: 2',
  ],
])('the version grows with what other documents look at in a %s', (kind, before, after, beside) => {
  const manifest = (spec: string) =>
    parseManifest(`apiVersion: heady.systems/v1\nkind: ${kind}\nmetadata: { name: a }\nspec: { ${spec} }\n`);
  const index = new WorkspaceIndex();
  index.set('a.yaml', manifest(before));
  const { version } = index;
  index.set('a.yaml', manifest(`${before}, ${beside}`));
  expect(index.version).toBe(version);
  index.set('a.yaml', manifest(after));
  expect(index.version).toBeGreaterThan(version);
});

test('while many files change the version stands, but not what is known', () => {
  const index = indexOf({ 'a.yaml': SERVICE('dev-a-x') });
  const before = index.version;
  const release = index.hold();
  index.set('b.yaml', SERVICE_FILE('dev-a-y'));
  index.set('p.yaml', parseManifest(POLICY('{ owners: [team-b] }')));
  expect(index.version).toBe(before);
  expect(index.declarationsOf('Service', 'dev-a-y')).toHaveLength(1);
  expect(index.policyOwners()).toEqual(['team-b']);
  release();
  expect(index.version).toBe(before + 1);
  index.hold()();
  expect(index.version).toBe(before + 1);
});

test('a file that is asleep is looked into when somebody asks for it, or across files', () => {
  const index = indexOf({ 'a.yaml': SERVICE('dev-a-x'), 'b.yaml': SERVICE('dev-a-y') });
  const before = index.version;
  let woken = 0;
  const wake = () => {
    woken++;
    return SERVICE_FILE('dev-a-y');
  };
  index.setAsleep('b.yaml', index.digest('b.yaml'), wake);
  expect(index.version).toBe(before);
  expect([...index.uris]).toEqual(['a.yaml', 'b.yaml']);
  expect(index.documentsOf('Policy')).toEqual([]);
  expect([...index.digests()].map(([uri]) => uri)).toEqual(['a.yaml', 'b.yaml']);
  expect(woken).toBe(0);
  expect(index.declarationsOf('Service', 'dev-a-y')).toHaveLength(1);
  expect(index.file('b.yaml')?.documents).toHaveLength(1);
  expect(woken).toBe(1);
  index.setAsleep('b.yaml', 'other facts', wake);
  expect(index.version).toBeGreaterThan(before);
  index.delete('b.yaml');
  expect(index.declarations()).toHaveLength(1);
  expect(woken).toBe(1);
});
