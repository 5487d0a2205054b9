import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { expect, it, onTestFinished } from 'vitest';
import { startHttp, TOKEN } from '../controlPlane/httpProcess.ts';
import { tokenOf } from '../controlPlane/tokens.ts';
import { clientOf, connectOverPipes, folderWith, HEADY, published } from './gatewayProcess.ts';

const PATIENCE = { timeout: 600_000 };
const LOOPBACK = ['--allow-address', '127.0.0.1'];
const POLL = { timeout: 120_000, interval: 100 };

/** Whoever looks after the organisation's control plane. */
async function administrator(url: URL): Promise<Client> {
  const client = new Client({ name: 'administrator', version: '1' });
  onTestFinished(() => client.close());
  await client.connect(
    new StreamableHTTPClientTransport(url, { authProvider: { token: async () => TOKEN } }),
  );
  return client;
}

/** `heady gateway pins`, in a folder. */
async function pins(folder: string, environment: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, [HEADY, 'gateway', 'pins', ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, HEADY_STATE_DIR: folder, HEADY_CACHE_DIR: folder, ...environment },
  });
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await exit, stdout, stderr };
}

const toolsOf = async (client: Client) => (await client.listTools()).tools.map(({ name }) => name);

it(
  'every gateway offers what the organisation decided, as soon as it does, and while its control plane is away',
  PATIENCE,
  async () => {
    const plane = await startHttp();
    const folder = folderWith({ everything: published('server-everything') });
    const token = await tokenOf('viewer', { subject: 'grace' });
    const args = ['--control-plane', plane.url.href, '--control-plane-role', 'viewer', ...LOOPBACK];
    const HEADY_TOKEN = token;
    const admin = await administrator(plane.url);
    const client = clientOf('legacy');
    let changes = 0;
    client.setNotificationHandler('notifications/tools/list_changed', () => void changes++);
    await connectOverPipes(client, folder, args, { HEADY_TOKEN });
    expect(await toolsOf(client)).toContain('echo');
    const { tools } = await client.listTools();
    const echo = tools.find(({ name }) => name === 'echo') ?? { name: '' };

    const decide = (decision: string, definition: object) =>
      admin.callTool({
        name: 'pin_decide',
        arguments: { server: 'everything', kind: 'tools', decision, definitions: [definition] },
      });
    await decide('reject', echo);
    await expect.poll(() => toolsOf(client), POLL).not.toContain('echo');
    expect(changes).toBeGreaterThan(0);
    const refused = await client.callTool({ name: 'echo', arguments: { message: 'hi' } });
    expect(refused).toMatchObject({ isError: true, _meta: { 'heady.systems/refusedBy': 'gateway/pin' } });
    expect(JSON.stringify(refused.content)).toContain('rejected by your organisation');

    // Another definition is approved, so this one is not.
    await decide('withdraw', echo);
    await expect.poll(() => toolsOf(client), POLL).toContain('echo');
    await decide('approve', { ...echo, inputSchema: { type: 'object', required: ['another'] } });
    await expect.poll(() => toolsOf(client), POLL).not.toContain('echo');

    await client.close();
    plane.child.kill('SIGKILL');
    await plane.exited;
    const later = clientOf('modern');
    await connectOverPipes(later, folder, args, { HEADY_TOKEN });
    const offered = await toolsOf(later);
    expect(offered.length).toBeGreaterThan(3);
    expect(offered).not.toContain('echo');
  },
);

it(
  'is decided on the command line by who may, and a workspace’s own approval does not help against it',
  PATIENCE,
  async () => {
    const plane = await startHttp();
    const folder = folderWith({ everything: published('server-everything') });
    const at = ['--control-plane', plane.url.href, '--control-plane-role', 'admin', ...LOOPBACK];
    const admin = { HEADY_TOKEN: TOKEN };
    const viewer = { HEADY_TOKEN: await tokenOf('viewer', { subject: 'vic' }) };

    const refused = await pins(folder, viewer, 'reject', 'echo', '--organisation', ...at);
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('may not decide about MCP servers'),
    });
    const rejected = await pins(folder, admin, 'reject', 'echo', '--organisation', ...at);
    expect(rejected).toMatchObject({ code: 0, stdout: 'rejected  everything: tool echo\n' });
    const approved = await pins(folder, viewer, 'approve', 'echo', ...at);
    expect(approved.stdout).toContain('your organisation decided about it, which comes first');
    const listed = await pins(folder, viewer, 'list', ...at);
    expect(listed.stdout).toContain('rejected  everything: tool echo, by the organisation');
    await pins(folder, admin, 'forget', 'echo', '--organisation', ...at);
    expect((await pins(folder, viewer, 'list', ...at)).stdout).toContain('pinned    everything: tool echo\n');
    const nowhere = await pins(folder, admin, 'reject', 'echo', '--organisation', '--no-control-plane');
    expect(nowhere).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no control plane that others share'),
    });
  },
);
