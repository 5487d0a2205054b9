import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Client } from '@modelcontextprotocol/client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { clientOf, connectOverPipes, folderWith, type Spec, textOf } from './gatewayProcess.ts';
import { browse, startAuthorizationServer, startGuarded } from './guardedServer.ts';
import { overHttp } from './legacyServers.ts';

const HEADY = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const SLOW = { timeout: 120_000 };

describe('a server that wants its user to sign in', () => {
  it('is used once one has, with a token that is renewed and sent to it alone', SLOW, async () => {
    const authorizationServer = await startAuthorizationServer();
    const server = await startGuarded({ behind: (await overHttp()).url, authorizationServer });
    const folder = folderWith({ notes: { transport: 'http', url: server.url } });
    const client = clientOf('legacy');
    await connectOverPipes(client, folder);
    const refused = await note(client, 'milk');
    expect(refused).toContain('gateway/sign-in');
    expect(refused).toContain('heady gateway sign-in notes');

    expect(await signIn(folder)).toMatchObject({
      code: 0,
      page: expect.stringContaining('You are signed in.'),
    });
    expect(authorizationServer.registered).toEqual(['Heady Gateway']);
    await expect.poll(() => note(client, 'milk'), { timeout: 60_000, interval: 500 }).toBe('Noted: milk');
    const kept = join(folder, 'gateway', 'sign-ins.json');
    if (process.platform !== 'win32') expect(statSync(kept).mode & 0o777).toBe(0o600);

    authorizationServer.expire();
    server.methods.length = 0;
    expect(await note(client, 'bread')).toBe('Noted: bread');
    expect(authorizationServer.granted).toEqual(['authorization_code', 'refresh_token']);
    expect(server.methods.filter((method) => method === 'tools/call')).toHaveLength(1);

    authorizationServer.revoke();
    expect(await note(client, 'eggs')).toContain('Your sign-in to "notes" has ended.');
    expect(readFileSync(kept, 'utf8')).not.toContain('access-');
  });

  it('is not signed in to where its metadata is in a private network', SLOW, async () => {
    const server = await startGuarded({
      behind: (await overHttp()).url,
      metadataUrl: 'https://169.254.169.254/latest/meta-data',
    });
    const folder = folderWith({ notes: { transport: 'http', url: server.url } });
    const client = clientOf('legacy');
    await connectOverPipes(client, folder);
    expect(await note(client, 'milk')).toMatch(/169\.254\.169\.254 is a link-local address/);
    expect(await signIn(folder)).toMatchObject({ code: 1, said: expect.stringContaining('link-local') });
  });

  it('says what to set where it does not say where', SLOW, async () => {
    const server = await startGuarded({ behind: (await overHttp()).url });
    const folder = folderWith({ notes: { transport: 'http', url: server.url } });
    const client = clientOf('legacy');
    await connectOverPipes(client, folder);
    expect(await note(client, 'milk')).toContain('Set what it wants in spec.headers');
    expect(await signIn(folder)).toMatchObject({ code: 1, said: expect.stringContaining('spec.headers') });
  });

  it('is not asked about a header that a manifest sets, and says so where it is wrong', SLOW, async () => {
    const server = await startGuarded({ behind: (await overHttp()).url });
    const spec: Spec = {
      transport: 'http',
      url: server.url,
      headers: { Authorization: 'Bearer $' + '{PATH}' },
    };
    const client = clientOf('legacy');
    await connectOverPipes(client, folderWith({ notes: spec }));
    expect(await note(client, 'milk')).toContain('It does not take what spec.headers.Authorization');
    expect([...server.shown]).toEqual([`Bearer ${process.env.PATH}`]);
  });
});

it('lets nobody sign in where a program would have to be registered by hand', SLOW, async () => {
  const authorizationServer = await startAuthorizationServer({ registration_endpoint: undefined });
  const server = await startGuarded({ behind: (await overHttp()).url, authorizationServer });
  const folder = folderWith({ notes: { transport: 'http', url: server.url } });
  expect(await signIn(folder)).toMatchObject({
    code: 1,
    said: expect.stringContaining('spec.oauth.clientId'),
  });
});

async function note(client: Client, what: string): Promise<string> {
  return await textOf(client, 'note', { text: what });
}

/** Signs in as a person does who has a browser. */
async function signIn(folder: string): Promise<{ code: number | null; said: string; page: string }> {
  const child: ChildProcess = spawn(
    process.execPath,
    [HEADY, 'gateway', 'sign-in', 'notes', '--no-browser'],
    {
      cwd: folder,
      env: { PATH: process.env.PATH, HEADY_STATE_DIR: folder, HEADY_CACHE_DIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  if (!child.stdout || !child.stderr) throw new Error('It has no output.');
  let page = '';
  createInterface({ input: child.stdout }).on('line', async (line) => {
    const url = /https?:\S+/.exec(line)?.[0];
    if (url) page = await browse(url);
  });
  const [said, code] = await Promise.all([
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  return { code, said, page };
}
