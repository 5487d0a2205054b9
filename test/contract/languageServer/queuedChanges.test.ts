import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ChangeQueue } from '../../../client/src/catalog/queue/changeQueue.ts';
import { QueueFile } from '../../../client/src/catalog/queue/queueFile.ts';
import { type Decisions, replay } from '../../../client/src/catalog/queue/replay.ts';
import type { Ask } from '../../../client/src/catalog/queue/sendChange.ts';
import { startHttp, TOKEN } from '../controlPlane/httpProcess.ts';
import { LspClient } from './lspClient.ts';
import { service, WorkspaceFolder } from './workspaceFolder.ts';

const ONE = { kind: 'Service', name: 'test-health-one' };
const TWO = { kind: 'Service', name: 'test-health-two' };
const BROKEN = { kind: 'Service', name: 'test-health-broken' };

/** An editor switched to test, whose control plane takes the token once it is signed in with it. */
async function editor(url: URL, replicas: number) {
  const environment = `apiVersion: heady.systems/v1\nkind: Environment\nmetadata: { name: test }\nspec:\n  controlPlane: { urls: ["${url.href}"] }\n`;
  const scaled = { 'plane: app': `plane: app\n  replicas: ${replicas}` };
  const workspace = new WorkspaceFolder({
    'test.heady.yaml': environment,
    'one.heady.yaml': service(ONE.name, scaled),
    'two.heady.yaml': service(TWO.name, scaled),
    'broken.heady.yaml': service(BROKEN.name, { 'plane: app': 'plane: everywhere' }),
  });
  const storage = new WorkspaceFolder();
  const client = await LspClient.start({
    folders: [workspace.uri],
    options: { environment: 'test', storagePath: storage.path, cachePath: join(storage.path, 'cache') },
  });
  onTestFinished(async () => {
    await client.stop();
    workspace[Symbol.dispose]();
    storage[Symbol.dispose]();
  });
  const becomes = (state: string) =>
    client.until(() => client.controlPlane?.state === state, `it to be ${state}`);
  const signIn = async () => {
    await client.indexed();
    client.tokens.set(url.origin, TOKEN);
    await client.notify('heady/tokensChanged');
    await becomes('connected');
  };
  const signOut = async () => {
    client.tokens.clear();
    await client.notify('heady/tokensChanged');
    await becomes('signedOut');
  };
  const ask = ((method: string, params: object) => client.request(method, params)) as Ask;
  return { client, ask, signIn, signOut };
}

it('changes that waited are made of what was known, and put to people where others were faster', async () => {
  const { url } = await startHttp();
  const mine = await editor(url, 2);
  await mine.signIn();
  for (const each of [ONE, TWO]) await mine.ask('heady/register', each);
  await mine.signOut();
  const storage = new WorkspaceFolder();
  onTestFinished(() => storage[Symbol.dispose]());
  const queue = new ChangeQueue(new QueueFile(join(storage.path, 'queue.json')));
  queue.add({ does: 'register', params: { ...ONE, ifVersion: 1 } }, 'test');
  queue.add({ does: 'retire', params: { ...TWO, environment: 'test', ifVersion: 1 } }, 'test');
  queue.add({ does: 'register', params: { ...BROKEN, ifVersion: 0 } }, 'test');

  const told: string[] = [];
  const decisions: Decisions = {
    onConflict: async ({ params }, { version }) => {
      told.push(`${params.name} is version ${version}`);
      return 'overwrite';
    },
    onRefusal: async ({ params }, { message }) => {
      told.push(`${params.name}: ${message}`);
      return 'later';
    },
  };
  // While it is away, all of it goes on waiting.
  await replay(queue.changes, queue, mine.ask, decisions);
  expect([queue.changes.length, told]).toEqual([3, []]);
  expect(queue.changes[0]?.problem).toContain('Not registered');

  const other = await editor(url, 3);
  await other.signIn();
  for (const each of [ONE, TWO]) await other.ask('heady/register', each);

  await mine.signIn();
  await replay(queue.changes, queue, mine.ask, decisions);
  expect(told.slice(0, 2)).toEqual([`${ONE.name} is version 2`, `${TWO.name} is version 2`]);
  expect(told[2]).toMatch(/^test-health-broken: .*schema\/enum/s);
  expect(queue.changes.map(({ params }) => params.name)).toEqual([BROKEN.name]);
  const { items } = await mine.client.indexed();
  expect(items.find(({ name }) => name === ONE.name)).toMatchObject({ state: 'synced', version: 3 });
  expect(items.find(({ name }) => name === TWO.name)).toMatchObject({ state: 'local' });
});
