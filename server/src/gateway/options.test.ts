import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { SettingsError } from '../controlPlane/settings/settings.ts';
import { gatewayArguments } from './options.ts';

test("what is the gateway's own is taken, the rest is left to whoever serves", () => {
  expect(gatewayArguments(['--stdio', '--env', 'prod', '--unlock-prod', '--log-level=debug'])).toMatchObject({
    environment: 'prod',
    isProdUnlocked: true,
    others: ['--stdio', '--log-level=debug'],
  });
  expect(gatewayArguments(['--audit-folder=calls', '--quiet-hours', '22:00-07:00'])).toMatchObject({
    environment: 'dev',
    isProdUnlocked: false,
    auditFolder: resolve('calls'),
    quietHours: { from: 1_320, until: 420 },
  });
});

test('where the servers are told of may be said: a folder, files of VS Code, nodes of the control plane', () => {
  const none = gatewayArguments([]);
  expect(none).toMatchObject({ folder: process.cwd(), controlPlaneRole: 'agent' });
  expect(none).not.toHaveProperty('mcpJson');
  expect(none).not.toHaveProperty('controlPlane');
  expect(gatewayArguments(['--no-mcp-json', '--no-control-plane'])).toMatchObject({
    mcpJson: [],
    controlPlane: [],
  });
  const nodes = ['--control-plane', 'https://a.example', '--control-plane=https://b.example/mcp'];
  const args = [
    '--folder',
    'docs',
    '--mcp-json',
    'package.json',
    ...nodes,
    '--control-plane-role',
    'builder',
  ];
  expect(gatewayArguments(args)).toMatchObject({
    folder: resolve('docs'),
    mcpJson: [resolve('package.json')],
    controlPlane: ['https://a.example', 'https://b.example/mcp'],
    controlPlaneRole: 'builder',
  });
  expect(gatewayArguments(['--control-plane', 'sqlite:x.db']).controlPlane).toEqual([
    `sqlite:${resolve('x.db')}`,
  ]);
});

test.each([
  [['--folder', 'nowhere'], /there is no folder/],
  [['--mcp-json', 'nowhere.json'], /there is no file/],
  [['--control-plane', 'ftp://a.example'], /neither a URL of HTTP nor sqlite/],
  [['--control-plane-role', 'king'], /none of admin, operator/],
  [['--no-mcp-json=1'], /takes no value/],
  [['--unlock-prod'], /this is dev, where nothing is locked/],
  [['--env', 'prod', '--unlock-prod=false'], /takes no value/],
  [['--quiet-hours', 'at night'], /22:00-07:00/],
  [['--audit-folder'], /--audit-folder: say which/],
  [['--env', 'production'], /none of dev, test, stage, prod/],
])('%j is refused', (args, message) => {
  expect(() => gatewayArguments(args)).toThrow(SettingsError);
  expect(() => gatewayArguments(args)).toThrow(message);
});

test('how many tools are too many is a number', () => {
  expect(gatewayArguments(['--stdio', '--meta-tools-above', '0']).metaToolsAbove).toBe(0);
  expect(gatewayArguments(['--stdio', '--meta-tools-above=200']).metaToolsAbove).toBe(200);
  expect(() => gatewayArguments(['--meta-tools-above', 'many'])).toThrow('"many" is no number of tools');
});
