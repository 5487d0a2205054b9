import { expect, test } from 'vitest';
import { parseManifest } from '../manifest/parse.ts';
import { factsOf } from './documentFacts.ts';

/** A manifest of a kind that says nothing of what is tried. */
function plain(kind: string): string {
  const name = kind === 'Service' ? 'dev-a-x' : kind === 'VirtualMachine' ? 'dev-app-01' : 'thing';
  return `apiVersion: heady.systems/v1
kind: ${kind}
metadata:
  name: ${name}
spec:
  rateLimit: {}
`;
}

function changes(kind: string, field: string): boolean {
  const before = factsOf(parseManifest(plain(kind)));
  const after = factsOf(parseManifest(plain(kind).replace('  rateLimit: {}', `  rateLimit: {}\n  ${field}`)));
  return before !== after;
}

test.each([
  ['Service', 'environment: dev'],
  ['Service', 'plane: data'],
  ['Service', 'ports: [{ port: 8080 }]'],
  ['Service', 'dependsOn: [dev-a-y]'],
  ['Service', 'apis: [billing]'],
  ['Service', 'hosts: [dev-app-01]'],
  ['Service', 'monthlyCost: { amount: 1, currency: USD }'],
  ['VirtualMachine', 'image: base@1.0.0'],
  ['GoldenImage', 'version: 1.0.0'],
  ['GoldenImage', 'state: sealed'],
  ['GoldenImage', 'from: base'],
  ['Api', 'providedBy: a-x'],
  ['Agent', 'level: L1'],
  ['Agent', 'parent: chief'],
  ['Agent', 'workspace: center'],
  ['Workspace', 'services: [dev-a-x]'],
  ['Workspace', 'dependsOn: [center]'],
  ['Workspace', 'mcpServers: [comfyui]'],
  ['Workspace', 'portRange: { from: 1, to: 2 }'],
  ['McpServer', 'command: npx'],
  ['Vertical', 'auditRetentionDays: 30'],
  ['Policy', 'owners: [team-a]'],
])('other files depend on %s %s', (kind, field) => {
  expect(changes(kind, field)).toBe(true);
});

test.each([
  ['Service', 'replicas: 3'],
  ['Service', 'runtime: podman'],
  ['Service', 'health: { path: /, port: 80 }'],
  ['VirtualMachine', 'cpu: 4'],
  ['GoldenImage', 'agents: [vmware-tools]'],
  ['Api', 'version: v1'],
  ['Agent', 'skills: [drawing]'],
  ['Workspace', 'priority: P0'],
  ['McpServer', 'timeoutMs: 5'],
])('no other file depends on %s %s', (kind, field) => {
  expect(changes(kind, field)).toBe(false);
});

test('comments and places are no facts; names that do not fit, and the order of documents, are', () => {
  const facts = (text: string) => factsOf(parseManifest(text));
  const text = plain('Service');
  expect(facts(`# why\n${text}`)).toBe(facts(text));
  expect(facts(text.replace('dev-a-x', 'Dev_X'))).not.toBe(facts(text.replace('dev-a-x', 'Dev_Y')));
  expect(facts(`${text}---\n${plain('Api')}`)).not.toBe(facts(`${plain('Api')}---\n${text}`));
});
