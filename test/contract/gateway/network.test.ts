import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer, request as requestHttp, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../freePort.ts';
import { type Certificate, certificate } from './certificates.ts';
import { folderWith, type Spec } from './gatewayProcess.ts';
import { overHttp } from './legacyServers.ts';

const HEADY = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const SLOW = { timeout: 600_000 };
const NAME = 'Tests Authority';

describe('certificates', () => {
  it('say what is wrong with them, and what to do', SLOW, async () => {
    const authority = certificate({ names: [NAME] });
    const by = { ...authority, name: NAME };
    const behind = (await overHttp()).url;
    const good = await secure(certificate({ names: ['localhost'], by }), behind);
    const expired = certificate({ names: ['localhost'], by, until: new Date('2020-01-01') });
    const servers = {
      good: over(`https://localhost:${good}/mcp`),
      expired: over(`https://localhost:${await secure(expired, behind)}/mcp`),
      other: over(
        `https://localhost:${await secure(certificate({ names: ['other.example'], by }), behind)}/mcp`,
      ),
      plain: over(behind.replace('http:', 'https:')),
      nobody: over(`http://localhost:${await freePort()}/mcp`),
    };
    const folder = folderWith(servers);
    const untrusted = await errorsOf(folder);
    expect(untrusted.good).toMatch(/signed by nobody whom this computer trusts.*NODE_EXTRA_CA_CERTS/);

    const path = join(folder, 'authority.pem');
    writeFileSync(path, authority.cert);
    expect(await errorsOf(folder, { NODE_EXTRA_CA_CERTS: path })).toEqual({
      good: undefined,
      expired: expect.stringContaining('has expired. Whoever runs it has to renew it'),
      other: expect.stringMatching(/is for other\.example, not for localhost/),
      plain: expect.stringContaining('does not speak TLS'),
      nobody: expect.stringContaining('Nothing listens at localhost'),
    });
  });
});

describe('a proxy', () => {
  it('reaches what is not known here, and nothing that may not be dialled', SLOW, async () => {
    const authority = certificate({ names: [NAME] });
    const port = await secure(
      certificate({ names: ['notes.example'], by: { ...authority, name: NAME } }),
      (await overHttp()).url,
    );
    const proxy = await startProxy((place) => (place === 'notes.example:443' ? port : undefined));
    const here = await overHttp();
    const folder = folderWith({
      notes: over('https://notes.example/mcp'),
      unknown: over('https://unknown.example/mcp'),
      here: over(here.url),
      metadata: over('https://169.254.169.254/mcp'),
      inside: over('http://10.0.0.7/mcp'),
    });
    const path = join(folder, 'authority.pem');
    writeFileSync(path, authority.cert);
    const variables = {
      NODE_EXTRA_CA_CERTS: path,
      HTTPS_PROXY: `http://ada:let-me-in@127.0.0.1:${proxy.port}`,
      HTTP_PROXY: `http://ada:let-me-in@127.0.0.1:${proxy.port}`,
    };
    expect(await errorsOf(folder, variables)).toEqual({
      notes: undefined,
      unknown: expect.stringMatching(
        /^The proxy 127.*\(HTTPS_PROXY\) does not connect to unknown\.example:443/,
      ),
      here: undefined,
      metadata: expect.stringContaining('a link-local address, which is not dialled'),
      inside: expect.stringContaining('a private address, which is not dialled'),
    });
    expect(new Set(proxy.asked)).toEqual(new Set(['notes.example:443', 'unknown.example:443']));
    expect(new Set(proxy.credentials)).toEqual(new Set(['ada:let-me-in']));
  });

  it('that is down, or wants to know who one is, says so', SLOW, async () => {
    const proxy = await startProxy(() => 'unknown');
    const folder = folderWith({ notes: over('https://notes.example/mcp') });
    const down = await errorsOf(folder, { HTTPS_PROXY: `127.0.0.1:${await freePort()}` });
    expect(down.notes).toMatch(/^The proxy 127.*\(HTTPS_PROXY\) cannot be used.*NO_PROXY/);
    const asks = await errorsOf(folder, { HTTPS_PROXY: `127.0.0.1:${proxy.port}` });
    expect(asks.notes).toMatch(/wants to know who you are \(HTTP 407\)/);
  });
});

function over(url: string): Spec {
  return { transport: 'http', url };
}

/** Why each server cannot be reached, as `heady gateway list` has it. */
async function errorsOf(
  folder: string,
  variables: Record<string, string> = {},
): Promise<Record<string, string | undefined>> {
  const child = spawn(process.execPath, [HEADY, 'gateway', 'list', '--json'], {
    cwd: folder,
    env: { PATH: process.env.PATH, HEADY_STATE_DIR: folder, HEADY_CACHE_DIR: folder, ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const { servers } = JSON.parse(await text(child.stdout)) as { servers: { name: string; error?: string }[] };
  return Object.fromEntries(servers.map(({ name, error }) => [name, error]));
}

/** Serves over TLS what is behind. @returns its port */
async function secure(own: Certificate, behind: string): Promise<number> {
  return await portOf(
    createSecureServer(own, (request, response) => {
      const { host: _, ...headers } = request.headers;
      const onward = requestHttp(behind, { method: request.method ?? 'GET', headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      response.on('close', () => onward.destroy());
      request.pipe(onward);
    }),
  );
}

/** @param where the port that a place is at, `unknown`: who asks is not known */
async function startProxy(where: (place: string) => number | 'unknown' | undefined) {
  const asked: string[] = [];
  const credentials: string[] = [];
  const server = createServer().on('connect', ({ url = '', headers }, socket) => {
    asked.push(url);
    const shown = headers['proxy-authorization']?.replace('Basic ', '') ?? '';
    credentials.push(Buffer.from(shown, 'base64').toString());
    const port = where(url);
    if (typeof port !== 'number') {
      socket.end(`HTTP/1.1 ${port === 'unknown' ? '407 Who?' : '502 Where?'}\r\n\r\n`);
      return;
    }
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  return { port: await portOf(server), asked, credentials };
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
