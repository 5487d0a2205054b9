import { expect, test } from 'vitest';
import type { DeclaredServer } from '../../protocol/gateway.ts';
import { withClashes } from './declaredServers.ts';

function declared(uri: string, changes: Partial<DeclaredServer> = {}): DeclaredServer {
  const environments: DeclaredServer['environments'] = ['dev', 'test'];
  return {
    name: 'files',
    origin: 'manifest',
    transport: 'stdio',
    target: 'x',
    environments,
    uri,
    ...changes,
  };
}

const outcomes = (...servers: DeclaredServer[]) =>
  withClashes(servers).map(({ uri, environments, problem }) => [uri, environments, problem]);

test('where two have one name the first is served, and the second says so where they clash', () => {
  expect(outcomes(declared('a'), declared('b', { environments: ['test', 'prod'] }))).toEqual([
    ['a', ['dev', 'test'], undefined],
    ['b', ['prod'], undefined],
    ['b', ['test'], expect.stringContaining('another server "files", in a')],
  ]);
});

test('one that is left out anyway stands in nobody’s way', () => {
  expect(outcomes(declared('a', { problem: 'It has a mistake.' }), declared('b'))).toEqual([
    ['a', ['dev', 'test'], 'It has a mistake.'],
    ['b', ['dev', 'test'], undefined],
  ]);
});

test('the same file and the settings are named as what they are', () => {
  expect(outcomes(declared('a'), declared('a'))[1]?.[2]).toContain('in the same file');
  const { uri: _, ...nowhere } = declared('');
  expect(outcomes(nowhere, declared('a'))[1]?.[2]).toContain('in the settings');
});
