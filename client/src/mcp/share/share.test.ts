import { expect, test } from 'vitest';
import { ConfigError, entryIn, withEntry, withoutEntry } from './configText.ts';
import { entryName, localEntry, teamEntry } from './entry.ts';

const ENTRY = { command: 'heady', args: ['gateway', '--stdio'] };

test('an entry says which folder and environment, by the program that the editor brings', () => {
  const gateway = { folder: '/work/clinics', environment: 'stage' } as const;
  expect(localEntry(gateway, { node: '/opt/editor', program: '/x/cli.js' })).toEqual({
    command: '/opt/editor',
    args: ['/x/cli.js', 'gateway', '--stdio', '--folder', '/work/clinics', '--env', 'stage'],
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  expect(JSON.stringify(teamEntry(gateway))).not.toContain('/work');
});

test.each([
  ['/work/Clinics of Ada', 'heady-clinics-of-ada'],
  ['C:\\work\\clinics\\', 'heady-clinics'],
  ['/work/heady', 'heady'],
  ['/work/heady-systems', 'heady-systems'],
  ['/', 'heady'],
  ['/work/日本', 'heady'],
])('of %s it is called %s', (folder, name) => {
  expect(entryName(folder)).toBe(name);
});

test('a new file holds the entry alone', () => {
  expect(JSON.parse(withEntry(undefined, 'heady', ENTRY))).toEqual({ mcpServers: { heady: ENTRY } });
  expect(JSON.parse(withEntry(' \n', 'heady', ENTRY))).toEqual({ mcpServers: { heady: ENTRY } });
});

test('what else is in a file stays, in its order and as it is indented', () => {
  const text =
    '{\r\n\t"theme": "dark",\r\n\t"mcpServers": {\r\n\t\t"git": { "command": "git-mcp" }\r\n\t}\r\n}\r\n';
  const added = withEntry(text, 'heady', ENTRY);
  expect(JSON.parse(added)).toEqual({
    theme: 'dark',
    mcpServers: { git: { command: 'git-mcp' }, heady: ENTRY },
  });
  expect(Object.keys(JSON.parse(added))).toEqual(['theme', 'mcpServers']);
  expect(added).toMatch(/^\{\r\n\t"theme"/);
  expect(added).not.toMatch(/[^\r]\n/);
  expect(JSON.parse(withoutEntry(added, 'heady'))).toEqual(JSON.parse(text));
});

test('an entry is found by its name alone', () => {
  const text = withEntry(undefined, 'heady', ENTRY);
  expect(entryIn(text, 'heady')).toEqual(ENTRY);
  expect(entryIn(text, 'toString')).toBeUndefined();
  expect(entryIn(undefined, 'heady')).toBeUndefined();
});

test.each([
  ['{ // a comment\n}', 'no JSON'],
  ['[]', 'no object'],
  ['{"mcpServers": []}', '"mcpServers" is no object'],
])('%s is left as it is', (text, reason) => {
  expect(() => withEntry(text, 'heady', ENTRY)).toThrow(ConfigError);
  expect(() => withoutEntry(text, 'heady')).toThrow(reason);
});
