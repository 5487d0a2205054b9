import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  clientOf,
  connectOverHttp,
  ERAS,
  folderWith,
  published,
  script,
  startGateway,
  TOKEN,
} from './gatewayProcess.ts';

const POLL = { timeout: 120_000, interval: 300 };
const VERSION = '2026-07-28';

it('over HTTP lists come by the page, too many tools as three, and servers are introduced', {
  timeout: 600_000,
}, async () => {
  const path = join(folderWith({}), 'tools.json');
  const listMany = (count: number) => {
    const names = Array.from({ length: count }, (_, index) => `tool_${index}`);
    writeFileSync(path, JSON.stringify(names.map((name) => ({ name, inputSchema: { type: 'object' } }))));
  };
  listMany(310);
  const servers = { many: script('hostile.ts', 'follows', path), sound: published('server-everything') };
  const { url } = await startGateway(folderWith(servers), ['--meta-tools-above', '300']);

  // What MCP does not define; what the editor may ask over its pipes is nobody else's to ask either.
  for (const method of ['heady/unheard-of', 'heady/gateway/contents']) {
    const { status, answer } = await ask(url, method);
    expect([status, answer.error.code]).toEqual([404, -32601]);
  }

  for (const era of ERAS) {
    const client = clientOf(era);
    await connectOverHttp(client, url);
    const names = async () => (await client.listTools()).tools.map(({ name }) => name);
    await expect.poll(names, POLL).toEqual(['heady_search_tools', 'heady_describe_tool', 'heady_call_tool']);
    const search = { name: 'heady_search_tools', arguments: { query: 'echo' } };
    expect((await client.callTool(search)).structuredContent).toMatchObject({ tools: [{ name: 'echo' }] });
  }

  // What is new is offered to nobody before it is approved; what is there no more is just not there.
  listMany(260);
  const tools = async (params?: object) => (await ask(url, 'tools/list', params)).answer.result;
  const sizes = async () => {
    const first = await tools();
    const second = first.nextCursor ? await tools({ cursor: first.nextCursor }) : { tools: [] };
    return [first.tools.length, second.tools.length > 10, second.nextCursor];
  };
  // Those of "sound" come after the 260.
  await expect.poll(sizes, POLL).toEqual([250, true, undefined]);
  expect((await ask(url, 'tools/list', { cursor: 'nowhere' })).answer.error.code).toBe(-32602);

  for (const era of ERAS) {
    const introduced = clientOf(era);
    await connectOverHttp(introduced, url);
    expect(introduced.getInstructions()).toMatch(/^# sound\n\n> ./);
  }
});

/** As far as these tests look at it. */
interface Answer {
  readonly result: { readonly tools: readonly unknown[]; readonly nextCursor?: string };
  readonly error: { readonly code: number };
}

/** Asks as a client of revision 2026-07-28 does, and reads the answer as it comes. */
async function ask(url: URL, method: string, params: object = {}) {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': VERSION,
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/clientInfo': { name: 'tests', version: '1' },
  };
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${TOKEN}`,
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      'mcp-protocol-version': VERSION,
      'mcp-method': method,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } }),
  });
  return { status: response.status, answer: (await response.json()) as Answer };
}
