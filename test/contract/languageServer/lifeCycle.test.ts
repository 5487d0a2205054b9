import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { LspClient, SERVER } from './lspClient.ts';
import { service } from './workspaceFolder.ts';

const { version } = createRequire(import.meta.url)('../../../package.json') as { version: string };
const URI = 'file:///nowhere/a.heady.yaml';

function run(...args: string[]) {
  return spawnSync(process.execPath, [SERVER, ...args], { encoding: 'utf8', input: '' });
}

describe('heady-language-server on the command line', () => {
  it('without arguments says how to connect, and fails', () => {
    const { status, stdout, stderr } = run();
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('usage: heady-language-server --stdio');
  });

  it('prints its usage and its version', () => {
    expect(run('--help')).toMatchObject({ status: 0, stderr: '' });
    expect(run('--help').stdout).toContain('usage: heady-language-server --stdio');
    expect(run('--version')).toMatchObject({ status: 0, stdout: `${version}\n` });
  });

  it('fails on an unknown argument', () => {
    expect(run('--stdoi')).toMatchObject({ status: 2, stdout: '' });
  });
});

describe('the life of a connection', () => {
  it('says what it can do', async () => {
    await using client = await LspClient.start();
    expect(client.initializeResult).toMatchObject({
      serverInfo: { name: 'heady-language-server', version },
      capabilities: {
        textDocumentSync: 2,
        completionProvider: {},
        hoverProvider: true,
        documentSymbolProvider: true,
        codeActionProvider: { codeActionKinds: ['quickfix', 'source.fixAll.heady'] },
        diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: true },
      },
    });
  });

  it('starts for a client that offers nothing at all', async () => {
    await using client = await LspClient.start({ capabilities: {} });
    await client.open(URI, service('dev-health-billing', { 'plane: app': 'plane: ap' }));
    await client.until(() => client.pushed.has(URI), 'diagnostics pushed');
    expect(client.registered).toEqual([]);
  });

  it('asks to be told of settings and files only where the client can', async () => {
    await using client = await LspClient.start();
    const wanted = ['workspace/didChangeConfiguration', 'workspace/didChangeWatchedFiles'];
    await client.until(() => wanted.every((method) => client.registered.includes(method)), 'registrations');
  });

  it('ends with code 0 after shutdown and exit', async () => {
    await using client = await LspClient.start();
    await client.stop();
    expect(await client.exited).toBe(0);
  });

  it('ends with code 1 on an exit without shutdown', async () => {
    await using client = await LspClient.start();
    await client.notify('exit');
    expect(await client.exited).toBe(1);
  });

  it('ends when its input ends, as after the death of the editor', async () => {
    await using client = await LspClient.start();
    client.process.stdin?.end();
    expect(await client.exited).not.toBeNull();
  });
});
