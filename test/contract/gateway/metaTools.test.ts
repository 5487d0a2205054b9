import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clientOf, connectOverPipes, folderWith, published, script } from './gatewayProcess.ts';

it('many tools are found, described and called through three', { timeout: 600_000 }, async () => {
  const path = join(folderWith({}), 'tools.json');
  const tools = Array.from({ length: 60 }, (_, index) => ({
    name: `tool_${index}`,
    inputSchema: { type: 'object' },
  }));
  writeFileSync(path, JSON.stringify(tools));
  const client = clientOf('legacy');
  const servers = { many: script('hostile.ts', 'follows', path), sound: published('server-everything') };
  await connectOverPipes(client, folderWith(servers));
  const names = async () => (await client.listTools()).tools.map(({ name }) => name);
  await expect
    .poll(names, { timeout: 120_000, interval: 300 })
    .toEqual(['heady_search_tools', 'heady_describe_tool', 'heady_call_tool']);
  const call = async (name: string, args: Record<string, unknown>) =>
    await client.callTool({ name, arguments: args });
  expect((await call('heady_search_tools', { query: 'echo' })).structuredContent).toMatchObject({
    tools: [{ name: 'echo' }],
  });
  expect((await call('heady_describe_tool', { name: 'echo' })).structuredContent).toMatchObject({
    tool: { inputSchema: { required: ['message'] } },
  });
  const echoed = { content: [{ type: 'text', text: 'Echo: hello' }] };
  const message = { message: 'hello' };
  expect(await call('heady_call_tool', { name: 'echo', arguments: message })).toMatchObject(echoed);
  // Whoever knows a name may use it.
  expect(await call('echo', message)).toMatchObject(echoed);
});
