import type { Json } from '../connection/raw.ts';
import type { CallResult } from '../policy/call.ts';
import { found } from '../registry/search.ts';
import type { Exchange } from './exchange.ts';
import type { Session } from './session.ts';

/** More tools than this are not listed one by one, by default: clients stop at 100 or 128, and models lose their way before. */
export const META_TOOLS_ABOVE = 60;

/** A search finds no more, the best ones. */
const MAX_FOUND = 20;

/** Of a description this much is told by a search, in characters. */
const SHORT = 300;

const SEARCH = 'heady_search_tools';
const DESCRIBE = 'heady_describe_tool';
const CALL = 'heady_call_tool';

const text = (description: string) => ({ type: 'string', description });
const READS = { readOnlyHint: true, idempotentHint: true, openWorldHint: false };

/** What is listed in the place of many tools: through these all of them can be found and called. */
export const META_TOOLS: readonly Json[] = [
  {
    name: SEARCH,
    title: 'Search tools',
    description: `Finds tools by words from their name, title or description. Returns at most ${MAX_FOUND}, the best first.`,
    inputSchema: {
      type: 'object',
      properties: { query: text('What the tool is to do, in a few words; empty for any.') },
      required: ['query'],
    },
    annotations: READS,
  },
  {
    name: DESCRIBE,
    title: 'Describe tool',
    description: 'Returns the whole definition of a tool, with the schema of its arguments.',
    inputSchema: {
      type: 'object',
      properties: { name: text('As a search returned it.') },
      required: ['name'],
    },
    annotations: READS,
  },
  {
    name: CALL,
    title: 'Call tool',
    description: 'Calls a tool and returns what it returns.',
    inputSchema: {
      type: 'object',
      properties: {
        name: text('As a search returned it.'),
        arguments: { type: 'object', description: 'As its definition describes them.' },
      },
      required: ['name'],
    },
    annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: true },
  },
];

type Tools = Pick<Session, 'list' | 'callTool'>;

/** The tools, or where there are more than so many those through which they are found. */
export async function listedTools(session: Tools, above = META_TOOLS_ABOVE): Promise<readonly Json[]> {
  const tools = await session.list('tools');
  return tools.length > above ? META_TOOLS : tools;
}

/** Calls a tool, by itself or through one of those above. */
export async function calledTool(session: Tools, params: Json, exchange: Exchange): Promise<CallResult> {
  const given = (params.arguments ?? {}) as { query?: unknown; name?: unknown; arguments?: unknown };
  switch (params.name) {
    case SEARCH:
      return told(searched(String(given.query ?? ''), await session.list('tools')));
    case DESCRIBE: {
      const tool = (await session.list('tools')).find(({ name }) => name === given.name);
      return tool ? told({ tool }) : { ...told({ error: noSuch(given.name) }), isError: true };
    }
    case CALL: {
      const { arguments: _, ...others } = params;
      const passed = given.arguments === undefined ? {} : { arguments: given.arguments };
      return await session.callTool({ ...others, name: String(given.name), ...passed }, exchange);
    }
    default:
      return await session.callTool(params, exchange);
  }
}

function searched(query: string, tools: readonly Json[]): Json {
  const words = tools.map(({ name, title, description }) => ({
    server: '',
    name: String(name),
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof description === 'string' ? { description } : {}),
  }));
  const all = found(query, words);
  return {
    tools: all.slice(0, MAX_FOUND).map(({ server: _, description, ...named }) => ({
      ...named,
      ...(description === undefined ? {} : { description: description.slice(0, SHORT) }),
    })),
    ...(all.length > MAX_FOUND ? { more: all.length - MAX_FOUND } : {}),
  };
}

function told(content: Json): CallResult {
  return { content: [{ type: 'text', text: JSON.stringify(content) }], structuredContent: content };
}

function noSuch(name: unknown): string {
  return `There is no tool "${String(name)}". Find one with ${SEARCH}.`;
}
