import { expect, test, vi } from 'vitest';
import type { Json } from '../connection/raw.ts';
import type { Exchange } from './exchange.ts';
import { calledTool, listedTools, META_TOOLS, META_TOOLS_ABOVE } from './metaTools.ts';

const EXCHANGE = {} as Exchange;
const tool = (name: string, description = `Does ${name}.`) => ({
  name,
  description,
  inputSchema: { type: 'object' },
});
const many = (count: number) => Array.from({ length: count }, (_, index) => tool(`tool_${index}`));

function sessionWith(tools: Json[]) {
  return { list: async () => tools, callTool: vi.fn(async (params: Json) => ({ called: params })) };
}

test('tools are listed as they are, up to a number; beyond it those that find them are', async () => {
  expect(await listedTools(sessionWith(many(META_TOOLS_ABOVE)))).toHaveLength(META_TOOLS_ABOVE);
  expect(await listedTools(sessionWith(many(META_TOOLS_ABOVE + 1)))).toBe(META_TOOLS);
  expect(await listedTools(sessionWith(many(3)), 2)).toBe(META_TOOLS);
  expect(await listedTools(sessionWith(many(200)), 200)).toHaveLength(200);
});

test('a search tells of the best few, and how many more there are', async () => {
  const session = sessionWith([...many(70), tool('send_mail', `Sends. ${'x'.repeat(1_000)}`)]);
  const search = async (query: string) =>
    (await calledTool(session, { name: 'heady_search_tools', arguments: { query } }, EXCHANGE))
      .structuredContent as {
      tools: { name: string; description: string }[];
      more?: number;
    };
  expect(await search('mail send')).toEqual({
    tools: [{ name: 'send_mail', description: expect.any(String) }],
  });
  expect((await search('mail')).tools[0]?.description).toHaveLength(300);
  const any = await search('tool');
  expect([any.tools.length, any.more]).toEqual([20, 50]);
});

test('a tool is described in full, and one that is not there is said not to be', async () => {
  const session = sessionWith(many(70));
  const describe = async (name: string) =>
    await calledTool(session, { name: 'heady_describe_tool', arguments: { name } }, EXCHANGE);
  expect((await describe('tool_7')).structuredContent).toEqual({ tool: tool('tool_7') });
  expect(await describe('nothing')).toMatchObject({ isError: true });
});

test('a call goes where it would by itself, with what goes with it', async () => {
  const session = sessionWith(many(70));
  const _meta = { traceparent: 'x' };
  const params = { name: 'heady_call_tool', arguments: { name: 'tool_7', arguments: { a: 1 } }, _meta };
  expect(await calledTool(session, params, EXCHANGE)).toEqual({
    called: { name: 'tool_7', arguments: { a: 1 }, _meta },
  });
  await calledTool(session, { name: 'tool_8' }, EXCHANGE);
  expect(session.callTool).toHaveBeenLastCalledWith({ name: 'tool_8' }, EXCHANGE);
});
