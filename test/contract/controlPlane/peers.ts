import { Client as ClientV2, StreamableHTTPClientTransport as HttpV2 } from '@modelcontextprotocol/client';
import { StdioClientTransport as TransportV2 } from '@modelcontextprotocol/client/stdio';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport as AnyV1 } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  ElicitRequestSchema,
  ResourceListChangedNotificationSchema,
  ResourceUpdatedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { onTestFinished } from 'vitest';
import { REFUSED_BY } from '../../../server/src/controlPlane/access/guard.ts';
import { command } from './process.ts';

export interface Answer {
  isError?: boolean;
  structuredContent?: unknown;
  text: string;
  /** Of a refusal: the rule that refused. */
  refusedBy?: unknown;
}

/** A message of a prompt: text, or a resource with its text. */
export interface Message {
  role: string;
  text: string;
  /** Of an embedded resource. */
  uri?: string;
}

/** A client of the control plane, whatever library and protocol revision it speaks. */
export interface Peer {
  tools(): Promise<{ name: string; annotations?: object | undefined; outputSchema?: object | undefined }[]>;
  resources(): Promise<string[]>;
  /** What the server says that it can do. */
  capabilities(): object | undefined;
  /** One page of resources, as it comes. */
  page(cursor?: string): Promise<{ uris: string[]; nextCursor?: string | undefined }>;
  templates(): Promise<string[]>;
  read(uri: string): Promise<unknown>;
  call(
    name: string,
    args: Record<string, unknown>,
    options?: { signal?: AbortSignal; onprogress?: (progress: { progress: number; total?: number }) => void },
  ): Promise<Answer>;
  prompts(): Promise<
    { name: string; arguments?: { name: string; required?: boolean | undefined }[] | undefined }[]
  >;
  prompt(name: string, args: Record<string, string>): Promise<Message[]>;
  /** What an argument of a prompt, or of a template's URI, may be completed to. @param given other arguments */
  complete(
    of: { prompt: string } | { template: string },
    argument: { name: string; value: string },
    given?: Record<string, string>,
  ): Promise<string[]>;
  /** Collects the URIs announced as updated, and 'list' for changes of the list. */
  subscribe(uris: string[]): Promise<string[]>;
}

const INFO = { name: 'contract-test', version: '1' };

type Mode = 'legacy' | { pin: string };

/** What the user of a client answers when asked to approve a call. */
export type Approve = (message: string) => boolean;

/** Everybody that a control plane has to get along with. */
export const PEERS: readonly {
  title: string;
  /** @param settings more of the command line */
  connect(database: string, ...settings: string[]): Promise<Peer>;
}[] = [
  {
    title: 'SDK v2, revision 2026-07-28',
    connect: (database, ...settings) => stdioV2(command(database, ...settings), { pin: '2026-07-28' }),
  },
  {
    title: 'SDK v2, revision 2025-11-25',
    connect: (database, ...settings) => stdioV2(command(database, ...settings), 'legacy'),
  },
  {
    title: 'SDK v1',
    connect: (database, ...settings) =>
      connectV1(new TransportV1({ ...command(database, ...settings), stderr: 'inherit' })),
  },
];

/** The same over HTTP, with a token. */
export const HTTP_PEERS: readonly {
  title: string;
  connect(url: URL, token: string, approve?: Approve): Promise<Peer>;
}[] = [
  {
    title: 'SDK v2, revision 2026-07-28',
    connect: (url, token, approve) => connectV2(httpV2(url, token), { pin: '2026-07-28' }, approve),
  },
  {
    title: 'SDK v2, revision 2025-11-25',
    connect: (url, token, approve) => connectV2(httpV2(url, token), 'legacy', approve),
  },
  {
    title: 'SDK v1',
    connect: (url, token, approve) =>
      // Its class and its interface disagree under exactOptionalPropertyTypes.
      connectV1(new HttpV1(url, { requestInit: withToken(token) }) as unknown as AnyV1, approve),
  },
];

function stdioV2(program: ReturnType<typeof command>, mode: Mode): Promise<Peer> {
  return connectV2(new TransportV2({ ...program, stderr: 'inherit' }), mode);
}

function httpV2(url: URL, token: string): HttpV2 {
  return new HttpV2(url, { requestInit: withToken(token) });
}

function withToken(token: string): { headers: Record<string, string> } {
  return { headers: { authorization: `Bearer ${token}` } };
}

async function connectV2(transport: TransportV2 | HttpV2, mode: Mode, approve?: Approve): Promise<Peer> {
  const capabilities = approve ? { elicitation: {} } : {};
  const client = new ClientV2(INFO, { versionNegotiation: { mode }, capabilities });
  if (approve)
    client.setRequestHandler('elicitation/create', ({ params }) => accept(approve(params.message)));
  await client.connect(transport);
  onTestFinished(() => client.close());
  return {
    tools: async () => (await client.listTools()).tools,
    resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    capabilities: () => client.getServerCapabilities(),
    page: async (cursor) => pageOf(await client.request(pageRequest(cursor))),
    prompts: async () => (await client.listPrompts()).prompts,
    prompt: async (name, args) => messagesOf(await client.getPrompt({ name, arguments: args })),
    complete: async (of, argument, given) =>
      (await client.complete(completion(of, argument, given))).completion.values,
    templates: async () =>
      (await client.listResourceTemplates()).resourceTemplates.map((each) => each.uriTemplate),
    read: async (uri) => contentOf(await client.readResource({ uri }, { cacheMode: 'bypass' })),
    call: async (name, args, options) =>
      answerOf(await client.callTool({ name, arguments: args }, options as object)),
    subscribe: async (uris) => {
      const seen: string[] = [];
      client.setNotificationHandler(
        'notifications/resources/updated',
        ({ params }) => void seen.push(params.uri),
      );
      client.setNotificationHandler('notifications/resources/list_changed', () => void seen.push('list'));
      if (mode === 'legacy') for (const uri of uris) await client.subscribeResource({ uri });
      else await client.listen({ resourcesListChanged: true, resourceSubscriptions: uris });
      return seen;
    },
  };
}

async function connectV1(transport: AnyV1, approve?: Approve): Promise<Peer> {
  const client = new ClientV1(INFO, { capabilities: approve ? { elicitation: {} } : {} });
  if (approve) client.setRequestHandler(ElicitRequestSchema, ({ params }) => accept(approve(params.message)));
  await client.connect(transport);
  onTestFinished(() => client.close());
  return {
    tools: async () => (await client.listTools()).tools,
    resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    capabilities: () => client.getServerCapabilities(),
    page: async (cursor) => pageOf(await client.listResources(cursor === undefined ? {} : { cursor })),
    prompts: async () => (await client.listPrompts()).prompts,
    prompt: async (name, args) => messagesOf(await client.getPrompt({ name, arguments: args })),
    complete: async (of, argument, given) =>
      (await client.complete(completion(of, argument, given))).completion.values,
    templates: async () =>
      (await client.listResourceTemplates()).resourceTemplates.map((each) => each.uriTemplate),
    read: async (uri) => contentOf(await client.readResource({ uri })),
    call: async (name, args, options) =>
      answerOf(await client.callTool({ name, arguments: args }, undefined, options as object)),
    subscribe: async (uris) => {
      const seen: string[] = [];
      client.setNotificationHandler(
        ResourceUpdatedNotificationSchema,
        ({ params }) => void seen.push(params.uri),
      );
      client.setNotificationHandler(ResourceListChangedNotificationSchema, () => void seen.push('list'));
      for (const uri of uris) await client.subscribeResource({ uri });
      return seen;
    },
  };
}

function pageRequest(cursor: string | undefined) {
  return { method: 'resources/list', params: cursor === undefined ? {} : { cursor } } as const;
}

function pageOf({
  resources,
  nextCursor,
}: {
  resources: { uri: string }[];
  nextCursor?: string | undefined;
}) {
  return { uris: resources.map(({ uri }) => uri), nextCursor };
}

function completion(
  of: { prompt: string } | { template: string },
  argument: { name: string; value: string },
  given: Record<string, string> = {},
) {
  const ref =
    'prompt' in of
      ? ({ type: 'ref/prompt', name: of.prompt } as const)
      : ({ type: 'ref/resource', uri: of.template } as const);
  return { ref, argument, context: { arguments: given } };
}

function messagesOf({ messages }: { messages: { role: string; content: object }[] }): Message[] {
  return messages.map(({ role, content }) => {
    const { text, resource } = content as { text?: string; resource?: { uri: string; text: string } };
    return { role, text: text ?? resource?.text ?? '', ...(resource ? { uri: resource.uri } : {}) };
  });
}

function contentOf({ contents: [content] }: { contents: object[] }): unknown {
  return JSON.parse((content as { text: string }).text);
}

function accept(approve: boolean): { action: 'accept'; content: { approve: boolean } } {
  return { action: 'accept', content: { approve } };
}

export function answerOf(result: object): Answer {
  const { content, isError, structuredContent, _meta } = result as Answer & {
    content: { text: string }[];
    _meta?: Record<string, unknown>;
  };
  const refusedBy = _meta?.[REFUSED_BY];
  return {
    text: content.map(({ text }) => text).join('\n'),
    structuredContent,
    ...(isError ? { isError } : {}),
    ...(refusedBy === undefined ? {} : { refusedBy }),
  };
}
