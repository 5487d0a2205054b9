import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Client } from '@modelcontextprotocol/client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RAW } from '../../../server/src/gateway/connection/raw.ts';
import { OVERVIEW_URI } from '../../../server/src/protocol/gatewayOverview.ts';
import { SignInMethods } from '../../../server/src/protocol/gatewaySignIn.ts';
import { clientOf, connectOverPipes, folderWith, type Spec, TOKEN, textOf } from './gatewayProcess.ts';
import { browse, startAuthorizationServer, startGuarded } from './guardedServer.ts';
import { overHttp } from './legacyServers.ts';

const HEADY = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const SLOW = { timeout: 600_000 };

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
    await expect.poll(() => note(client, 'milk'), { timeout: 120_000, interval: 500 }).toBe('Noted: milk');
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

describe('an editor that keeps what its user signs in to', () => {
  it('is shown where, keeps what they get, and can call it off', SLOW, async () => {
    const authorizationServer = await startAuthorizationServer();
    const server = await startGuarded({ behind: (await overHttp()).url, authorizationServer });
    const folder = folderWith({ notes: { transport: 'http', url: server.url } });
    const kept = new Map<string, string>();
    const shown: string[] = [];
    let isThere = false;
    const editor = clientOf('legacy', { experimental: { 'heady.systems/signIns': {} } });
    const answer = async (method: string, { key = '', signIn: got, url = '' }: Record<string, string>) => {
      if (method.endsWith('/read')) return { signIn: kept.get(key) };
      if (method.endsWith('/open')) {
        shown.push(url);
        if (isThere) await browse(url);
      } else if (got === undefined) kept.delete(key);
      else kept.set(key, got);
      return {};
    };
    editor.fallbackRequestHandler = async ({ method, params }) =>
      (await answer(method, params as Record<string, string>)) as never;
    const token = join(folder, 'token');
    writeFileSync(token, TOKEN);
    await connectOverPipes(editor, folder, ['--http', '127.0.0.1:0', '--token-file', token]);
    expect(await note(editor, 'milk')).toContain('Sign in to notes in the MCP view of the editor.');
    const stateOf = async () => {
      const { contents } = await editor.readResource({ uri: OVERVIEW_URI });
      const [content] = contents;
      return JSON.parse(content && 'text' in content ? content.text : 'null').servers[0].state;
    };
    expect(await stateOf()).toBe('signIn');

    const stop = new AbortController();
    const cancelled = ask(editor, SignInMethods.signIn, stop.signal);
    await expect.poll(() => shown.length, { timeout: 120_000 }).toBe(1);
    stop.abort();
    await expect(cancelled).rejects.toThrow();
    expect(kept.size).toBe(0);

    isThere = true;
    await ask(editor, SignInMethods.signIn);
    expect([...kept.keys()]).toEqual([server.url]);
    expect(await note(editor, 'milk')).toBe('Noted: milk');
    expect(await stateOf()).toBe('connected');
    expect(existsSync(join(folder, 'gateway', 'sign-ins.json'))).toBe(false);

    expect(await ask(editor, SignInMethods.signOut)).toEqual({ was: true });
    expect(await note(editor, 'milk')).toContain('gateway/sign-in');
  });
});

async function ask(editor: Client, method: string, signal?: AbortSignal): Promise<unknown> {
  const request = { method, params: { server: 'notes' } };
  return await editor.request(request as never, RAW, { timeout: 60_000, ...(signal ? { signal } : {}) });
}
