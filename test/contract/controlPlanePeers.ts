import { Client as ClientV2 } from '@modelcontextprotocol/client';
import { StdioClientTransport as TransportV2 } from '@modelcontextprotocol/client/stdio';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import {
  ResourceListChangedNotificationSchema,
  ResourceUpdatedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { onTestFinished } from 'vitest';
import { command } from './controlPlaneProcess.ts';

export interface Answer {
  isError?: boolean;
  structuredContent?: unknown;
  text: string;
}

/** A client of the control plane, whatever library and protocol revision it speaks. */
export interface Peer {
  tools(): Promise<{ name: string; annotations?: object | undefined; outputSchema?: object | undefined }[]>;
  resources(): Promise<string[]>;
  templates(): Promise<string[]>;
  read(uri: string): Promise<unknown>;
  call(name: string, args: Record<string, unknown>): Promise<Answer>;
  /** Collects the URIs announced as updated, and 'list' for changes of the list. */
  subscribe(uris: string[]): Promise<string[]>;
}

const INFO = { name: 'contract-test', version: '1' };

/** Everybody that a control plane has to get along with. */
export const PEERS: readonly { title: string; connect(database: string): Promise<Peer> }[] = [
  { title: 'SDK v2, revision 2026-07-28', connect: (database) => connectV2(database, { pin: '2026-07-28' }) },
  { title: 'SDK v2, revision 2025-11-25', connect: (database) => connectV2(database, 'legacy') },
  { title: 'SDK v1', connect: connectV1 },
];

async function connectV2(database: string, mode: 'legacy' | { pin: string }): Promise<Peer> {
  const client = new ClientV2(INFO, { versionNegotiation: { mode } });
  await client.connect(new TransportV2({ ...command(database), stderr: 'inherit' }));
  onTestFinished(() => client.close());
  return {
    tools: async () => (await client.listTools()).tools,
    resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    templates: async () =>
      (await client.listResourceTemplates()).resourceTemplates.map((each) => each.uriTemplate),
    read: async (uri) => contentOf(await client.readResource({ uri }, { cacheMode: 'bypass' })),
    call: async (name, args) => answerOf(await client.callTool({ name, arguments: args })),
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

async function connectV1(database: string): Promise<Peer> {
  const client = new ClientV1(INFO);
  await client.connect(new TransportV1({ ...command(database), stderr: 'inherit' }));
  onTestFinished(() => client.close());
  return {
    tools: async () => (await client.listTools()).tools,
    resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    templates: async () =>
      (await client.listResourceTemplates()).resourceTemplates.map((each) => each.uriTemplate),
    read: async (uri) => contentOf(await client.readResource({ uri })),
    call: async (name, args) => answerOf(await client.callTool({ name, arguments: args })),
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

function contentOf({ contents: [content] }: { contents: object[] }): unknown {
  return JSON.parse((content as { text: string }).text);
}

function answerOf(result: object): Answer {
  const { content, isError, structuredContent } = result as { content: { text: string }[] } & Answer;
  return {
    text: content.map(({ text }) => text).join('\n'),
    structuredContent,
    ...(isError ? { isError } : {}),
  };
}
