import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, vi } from 'vitest';
import type { TemplateUpdate } from '../../../server/src/protocol/templateUpdate.ts';
import { ANSWERS, Folder, workerTemplate } from '../scaffold/heady.ts';
import { LspClient } from './lspClient.ts';

const HOME = 'services/health/billing';
const files = (last: string) => ({ 'files/src/main.ts': `one\ntwo\nthree\nfour\n${last}\n` });

it('tells by a lens that a template has a newer version, and plans to merge it with what the editor shows', async () => {
  using folder = new Folder(workerTemplate('1.0.0', { ...files('five'), 'files/old.txt': 'old\n' }));
  const made = await folder.heady(
    ...['new', 'service', 'billing', '--template=worker', '--set=queue=jobs', ...ANSWERS],
  );
  expect(made.code, made.stderr).toBe(0);
  for (const [path, content] of Object.entries(workerTemplate('1.1.0', files('FIVE'))))
    folder.write(path, content);
  const uriOf = (path: string) => pathToFileURL(join(folder.path, path)).href;
  const uri = uriOf(`${HOME}/dev.heady.yaml`);
  await using client = await LspClient.start({
    folders: [pathToFileURL(folder.path).href],
    options: { opensDetails: true },
  });
  await client.indexed();
  const manifest = folder.read(`${HOME}/dev.heady.yaml`);
  await client.open(uri, manifest);
  const titles = async () =>
    (
      await client.request<{ command: { title: string } }[]>('textDocument/codeLens', {
        textDocument: { uri },
      })
    ).map(({ command }) => command.title);
  await vi.waitFor(
    async () => expect(await titles()).toContain('template worker 1.1.0 is available: update'),
    { timeout: 120_000, interval: 100 },
  );

  await client.open(uriOf(`${HOME}/src/main.ts`), 'ONE\ntwo\nthree\nfour\nfive\n');
  const plan = await client.request<TemplateUpdate>('heady/templateUpdate/plan', { uri });
  expect(plan).toMatchObject({ name: 'dev-health-billing', template: 'worker', from: '1.0.0', to: '1.1.0' });
  expect(plan.lost).toBeUndefined();
  const byPath = new Map(plan.files.map((file) => [file.relativePath.slice(HOME.length + 1), file]));
  expect(byPath.get('src/main.ts')).toMatchObject({
    does: 'replace',
    isConflict: false,
    text: 'ONE\ntwo\nthree\nfour\nFIVE\n',
  });
  expect(byPath.get('dev.heady.yaml')?.text).toBe(manifest.replace('version: 1.0.0', 'version: 1.1.0'));
  // The old file is still in the template's folder here: only its version is another.
  expect(byPath.has('old.txt')).toBe(false);
  expect(folder.read(`${HOME}/src/main.ts`)).toContain('five');

  await expect(
    client.request('heady/templateUpdate/plan', { uri: uriOf('none.heady.yaml') }),
  ).rejects.toThrow(/no manifest in a workspace folder/);
});
