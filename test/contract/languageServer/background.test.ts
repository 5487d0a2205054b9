import { describe, expect, it, vi } from 'vitest';
import { WorkDoneProgressCreateRequest } from 'vscode-languageserver/node';
import { LspClient, rulesOf } from './lspClient.ts';
import { service, WorkspaceFolder } from './workspaceFolder.ts';

const SOUND = service('dev-health-billing');
const WRONG = service('dev-health-intake', { 'plane: app': 'plane: appx' });
const CHANGED = 2;
const DELETED = 3;

function services(count: number, text = (name: string) => service(name)): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`${i % 20}/s${i}.heady.yaml`, text(`dev-health-s${i}`)]),
  );
}

interface Progress {
  token: string | number;
  value: { kind: 'begin' | 'report' | 'end' };
}

/** What the server says of its progress, as it comes in. */
function progressOf(client: LspClient): Progress[] {
  const said: Progress[] = [];
  client.connection.onNotification('$/progress', (progress: Progress) => {
    said.push(progress);
  });
  return said;
}

describe('while a workspace is read', () => {
  it('open documents are answered first', async () => {
    using folder = new WorkspaceFolder(services(2_000));
    await using client = await LspClient.start({ folders: [folder.uri] });
    const progress = progressOf(client);
    const uri = folder.uriOf('open.heady.yaml');
    await client.open(uri, WRONG);
    // All of it is asked at once: how soon this process is given time to ask again is no matter of the server's.
    const asked = Array.from({ length: 5 }, () =>
      Promise.all([client.diagnostics(uri), client.request('textDocument/hover', at(uri, 7, 5))]),
    );
    for (const [diagnostics, hover] of await Promise.all(asked)) {
      expect(rulesOf(diagnostics)).toEqual(['schema/enum']);
      expect(hover).not.toBeNull();
    }
    expect(progress.filter(({ value }) => value.kind === 'end')).toEqual([]);
    expect(await client.pullWorkspace()).toHaveLength(2_001);
  });

  it('it can be told to stop; what it did not read is then unknown', async () => {
    using folder = new WorkspaceFolder(services(2_000));
    await using client = await LspClient.start({ folders: [folder.uri] });
    // As soon as there is something to cancel, and its token was taken.
    client.connection.onRequest(WorkDoneProgressCreateRequest.type, ({ token }) => {
      setImmediate(() => void client.notify('window/workDoneProgress/cancel', { token }));
    });
    const uri = folder.uriOf('open.heady.yaml');
    const referring = `${SOUND}  dependsOn: [dev-health-s1999]\n`;
    await client.open(uri, referring);
    const known = (await client.pullWorkspace()).length;
    expect(known).toBeGreaterThan(0);
    expect(known).toBeLessThan(2_001);
    expect(rulesOf(await client.diagnostics(uri))).toEqual([]);
  });
});

describe('a checkout', () => {
  it('that changes hundreds of files, told of in parts, is one refresh', async () => {
    using folder = new WorkspaceFolder(services(600));
    await using client = await LspClient.start({ folders: [folder.uri] });
    const first = await client.pullWorkspace();
    await client.until(() => client.refreshes > 0, 'a refresh after indexing');
    const { refreshes } = client;
    const files = Object.entries(services(600, (name) => service(name, { 'plane: app': 'plane: appx' })));
    for (const [file, text] of files) folder.write(file, text);
    const changes = files.map(([file]) => ({ uri: folder.uriOf(file), type: CHANGED }));
    const parts = Array.from({ length: 12 }, (_, i) => changes.slice(i * 50, (i + 1) * 50));
    // In one go, so that no part is late because this process had to wait for its turn.
    client.process.stdin?.write(parts.map(messageOfChanges).join(''));
    await client.until(() => client.refreshes > refreshes, 'a refresh after the checkout');
    const broken = async () =>
      (await client.pullWorkspace(first)).filter(
        (report) => report.kind === 'full' && report.items.length === 1,
      );
    await vi.waitFor(async () => expect(await broken()).toHaveLength(600), { timeout: 120_000 });
    // One of the start may still have been under way; one for each part would be twelve.
    expect(client.refreshes - refreshes).toBeLessThanOrEqual(2);
  });

  it('that takes a file away and brings it back leaves it as it is', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': SOUND, 'b.heady.yaml': WRONG });
    await using client = await LspClient.start({ folders: [folder.uri] });
    await client.indexed();
    await client.until(() => client.refreshes > 0, 'a refresh after indexing');
    const { refreshes } = client;
    const uri = folder.uriOf('b.heady.yaml');
    await client.notify('workspace/didChangeWatchedFiles', {
      changes: [
        { uri, type: DELETED },
        { uri, type: 1 },
      ],
    });
    await client.until(() => client.refreshes > refreshes, 'a refresh after the checkout');
    expect(rulesOf(await client.diagnostics(uri))).toEqual(['schema/enum']);
  });
});

describe('a workspace folder', () => {
  it('that is deleted takes its manifests along, but not those that are open', async () => {
    using folder = new WorkspaceFolder({ 'in/a.heady.yaml': SOUND, 'in/b.heady.yaml': SOUND });
    using other = new WorkspaceFolder({ 'c.heady.yaml': WRONG });
    const uri = `${folder.uri}/in`;
    await using client = await LspClient.start({ folders: [uri, other.uri] });
    await client.indexed();
    const open = folder.uriOf('in/a.heady.yaml');
    await client.open(open, SOUND);
    expect(rulesOf(await client.diagnostics(open))).toEqual(['naming/duplicate']);
    folder.remove('in');
    await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type: DELETED }] });
    expect(await client.diagnostics(open)).toEqual([]);
    const uris = (await client.pullWorkspace()).map((report) => report.uri);
    expect(uris.sort()).toEqual([open, other.uriOf('c.heady.yaml')].sort());
  });

  it('that holds more manifests than are read is cut, and says so', async () => {
    using folder = new WorkspaceFolder(services(40));
    const messages: string[] = [];
    await using client = await LspClient.start({ folders: [folder.uri], settings: { maxFiles: 10 } });
    client.connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
      messages.push(message);
    });
    await client.indexed();
    expect(await client.pullWorkspace()).toHaveLength(10);
    expect(messages).toEqual([expect.stringMatching(/first 10 of 40 manifests.*heady\.maxFiles/)]);
  });
});

function messageOfChanges(changes: readonly object[]): string {
  const method = 'workspace/didChangeWatchedFiles';
  const body = JSON.stringify({ jsonrpc: '2.0', method, params: { changes } });
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function at(uri: string, line: number, character: number) {
  return { textDocument: { uri }, position: { line, character } };
}
