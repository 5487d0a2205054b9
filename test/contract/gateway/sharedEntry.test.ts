import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, it } from 'vitest';
import { withEntry } from '../../../client/src/mcp/share/configText.ts';
import { entryName, localEntry, type ServerEntry } from '../../../client/src/mcp/share/entry.ts';
import { temporaryFolder } from '../controlPlane/process.ts';
import { clientOf, folderWith, HEADY, published } from './gatewayProcess.ts';

it('an entry that was written for another program starts the gateway of its folder, from wherever that is', {
  timeout: 600_000,
}, async () => {
  const folder = folderWith({ everything: published('server-everything') });
  const home = temporaryFolder();
  const path = join(home, 'mcp_config.json');
  const entry = localEntry({ folder, environment: 'test' }, { node: process.execPath, program: HEADY });
  writeFileSync(path, withEntry('{"mcpServers":{"git":{"command":"git-mcp"}}}', entryName(folder), entry));

  const { mcpServers } = JSON.parse(readFileSync(path, 'utf8')) as {
    mcpServers: Record<string, ServerEntry>;
  };
  const { command = '', args = [], env = {} } = mcpServers[entryName(folder)] ?? {};
  mkdirSync(join(home, 'elsewhere'));
  const client = clientOf('legacy');
  const transport = new StdioClientTransport({
    ...{ command, args, cwd: join(home, 'elsewhere'), stderr: 'ignore' },
    env: { ...getDefaultEnvironment(), ...env, HEADY_STATE_DIR: home, HEADY_CACHE_DIR: home },
  });
  await client.connect(transport, { timeout: 300_000 });
  expect((await client.listTools()).tools.map(({ name }) => name)).toContain('echo');
});
