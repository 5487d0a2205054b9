import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LspClient, rulesOf } from './lspClient.ts';
import { service, WorkspaceFolder } from './workspaceFolder.ts';

const SOUND = service('dev-health-billing');
const WRONG = service('dev-health-intake', { 'plane: app': 'plane: appx' });

/** What is found in each file of a workspace, by a server of its own. */
async function findings(folder: WorkspaceFolder, cachePath: string): Promise<Record<string, string[]>> {
  await using client = await LspClient.start({ folders: [folder.uri], options: { cachePath } });
  const reports = await client.pullWorkspace();
  return Object.fromEntries(
    reports.map((report) => [
      report.uri.slice(folder.uri.length + 1),
      report.kind === 'full' ? report.items.map(({ message }) => String(message)) : [],
    ]),
  );
}

function cacheIn(folder: WorkspaceFolder): string {
  const [name = '', ...others] = readdirSync(folder.path);
  expect(others).toEqual([]);
  return join(folder.path, name);
}

describe('what the server kept', () => {
  it('is said again after a restart of files that did not change', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': SOUND, 'deep/b.heady.yaml': WRONG });
    using caches = new WorkspaceFolder();
    const first = await findings(folder, caches.path);
    expect(first).toEqual({ 'a.heady.yaml': [], 'deep/b.heady.yaml': [expect.stringContaining('appx')] });
    const [header = '', ...lines] = readFileSync(cacheIn(caches), 'utf8').split('\n');
    const body = lines.join('\n').replaceAll('appx', 'appy');
    const checksum = createHash('sha1').update(body).digest('base64url');
    writeFileSync(cacheIn(caches), `${JSON.stringify({ ...JSON.parse(header), checksum })}\n${body}`);
    const second = await findings(folder, caches.path);
    expect(second['deep/b.heady.yaml']).toEqual([expect.stringContaining('appy')]);
  });

  it('is judged anew where something changed meanwhile, in the file or in a fact', async () => {
    using folder = new WorkspaceFolder({
      'a.heady.yaml': SOUND,
      'b.heady.yaml': WRONG,
      'c.heady.yaml': SOUND,
    });
    using caches = new WorkspaceFolder();
    expect((await findings(folder, caches.path))['a.heady.yaml']).toHaveLength(1);
    folder.write('b.heady.yaml', service('dev-health-intake'));
    folder.remove('c.heady.yaml');
    expect(await findings(folder, caches.path)).toEqual({ 'a.heady.yaml': [], 'b.heady.yaml': [] });
  });

  it.each<[string, (cache: string) => void]>([
    ['is garbage', (cache) => writeFileSync(cache, 'garbage\u0000\n{"a":')],
    ['was cut off', (cache) => writeFileSync(cache, readFileSync(cache).subarray(0, -20))],
    [
      'is of another build',
      (cache) => writeFileSync(cache, readFileSync(cache, 'utf8').replace(/"build":"[^"]*"/, '"build":"x"')),
    ],
  ])('does no harm where it %s, and is written anew', async (_, spoil) => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': SOUND, 'b.heady.yaml': WRONG });
    using caches = new WorkspaceFolder();
    const first = await findings(folder, caches.path);
    const sound = readFileSync(cacheIn(caches), 'utf8').split('\n').length;
    spoil(cacheIn(caches));
    expect(await findings(folder, caches.path)).toEqual(first);
    expect(readFileSync(cacheIn(caches), 'utf8').split('\n')).toHaveLength(sound);
  });

  it('is missed by nobody where there is no place for it', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': WRONG });
    using caches = new WorkspaceFolder({ file: 'no folder' });
    expect((await findings(folder, join(caches.path, 'file')))['a.heady.yaml']).toHaveLength(1);
  });

  it('survives a server that is killed', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': SOUND, 'b.heady.yaml': WRONG });
    using caches = new WorkspaceFolder();
    const first = await findings(folder, caches.path);
    const client = await LspClient.start({ folders: [folder.uri], options: { cachePath: caches.path } });
    folder.write('b.heady.yaml', SOUND);
    client.process.kill('SIGKILL');
    await client.exited;
    await client.stop();
    expect(existsSync(cacheIn(caches))).toBe(true);
    expect((await findings(folder, caches.path))['a.heady.yaml']).toHaveLength(1);
    folder.write('b.heady.yaml', WRONG);
    expect(await findings(folder, caches.path)).toEqual(first);
  });

  it('holds no text that was never saved', async () => {
    using folder = new WorkspaceFolder({ 'a.heady.yaml': SOUND, 'b.heady.yaml': WRONG });
    using caches = new WorkspaceFolder();
    const options = { cachePath: caches.path };
    {
      await using client = await LspClient.start({ folders: [folder.uri], options });
      await client.open(folder.uriOf('b.heady.yaml'), SOUND);
      expect(await client.pullWorkspace()).toHaveLength(2);
      expect(rulesOf(await client.diagnostics(folder.uriOf('a.heady.yaml')))).toEqual(['naming/duplicate']);
    }
    expect(await findings(folder, caches.path)).toEqual({
      'a.heady.yaml': [],
      'b.heady.yaml': [expect.stringContaining('appx')],
    });
  });
});
