import { Client as ClientV2, StreamableHTTPClientTransport as HttpV2 } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport as AnyV1 } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  ResourceListChangedNotificationSchema,
  ResourceUpdatedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { type Answer, answerOf } from '../controlPlane/peers.ts';

/** What a client may use of a connection, whatever library and protocol revision it speaks. */
export interface Connection {
  /** @param patience milliseconds; @throws where no answer comes */
  call(tool: string, args: Record<string, unknown>, patience?: number): Promise<Answer>;
  /**
   * Has changes of a resource announced, as long as the control plane or the library keeps it up. Calls back as well
   * when announcements may have been missed.
   *
   * @returns what resolves when no more will come
   */
  follow(uri: string, onNews: () => void): Promise<{ over: Promise<unknown> }>;
  close(): Promise<void>;
}

export type Connect = (url: URL, token: string) => Promise<Connection>;

const INFO = { name: 'contract-test', version: '1' };

/** A stream that breaks is opened again soon, and for as long as it takes. In milliseconds. */
const RECONNECTION = {
  initialReconnectionDelay: 100,
  maxReconnectionDelay: 1_000,
  reconnectionDelayGrowFactor: 1.5,
  maxRetries: 1_000,
};

/** Who has no answer after so long asks again: a killed node leaves some libraries waiting. In milliseconds. */
export const PATIENCE = 5_000;

/** Every sort of client that a control plane has to get along with. */
export const CONNECT: readonly [Connect, Connect, Connect] = [
  async (url, token) => {
    const client = new ClientV2(INFO, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
    await client.connect(new HttpV2(url, { requestInit: authorized(token) }), { timeout: PATIENCE });
    return {
      call: async (name, args, timeout = PATIENCE) =>
        answerOf(await client.callTool({ name, arguments: args }, { timeout })),
      follow: async (uri, onNews) => {
        client.setNotificationHandler('notifications/resources/updated', onNews);
        client.setNotificationHandler('notifications/resources/list_changed', onNews);
        const filter = { resourcesListChanged: true, resourceSubscriptions: [uri] };
        return { over: (await client.listen(filter, { timeout: PATIENCE })).closed };
      },
      close: () => client.close(),
    };
  },
  async (url, token) => {
    const client = new ClientV2(INFO, { versionNegotiation: { mode: 'legacy' } });
    const stream = new WatchedStream();
    await client.connect(new HttpV2(url, optionsOf(token, stream)), { timeout: PATIENCE });
    return {
      call: async (name, args, timeout = PATIENCE) =>
        answerOf(await client.callTool({ name, arguments: args }, { timeout })),
      follow: async (uri, onNews) => {
        client.setNotificationHandler('notifications/resources/updated', onNews);
        client.setNotificationHandler('notifications/resources/list_changed', onNews);
        stream.onOpened = onNews;
        await client.subscribeResource({ uri }, { timeout: PATIENCE });
        return { over: FOREVER };
      },
      close: () => client.close(),
    };
  },
  async (url, token) => {
    const client = new ClientV1(INFO);
    const stream = new WatchedStream();
    // Its class and its interface disagree under exactOptionalPropertyTypes.
    await client.connect(new HttpV1(url, optionsOf(token, stream)) as unknown as AnyV1, {
      timeout: PATIENCE,
    });
    return {
      call: async (name, args, timeout = PATIENCE) =>
        answerOf(await client.callTool({ name, arguments: args }, undefined, { timeout })),
      follow: async (uri, onNews) => {
        client.setNotificationHandler(ResourceUpdatedNotificationSchema, onNews);
        client.setNotificationHandler(ResourceListChangedNotificationSchema, onNews);
        stream.onOpened = onNews;
        await client.subscribeResource({ uri }, { timeout: PATIENCE });
        return { over: FOREVER };
      },
      close: () => client.close(),
    };
  },
];

const FOREVER = new Promise<never>(() => {});

/** Knows when a library has opened its stream for announcements again: it does not tell. */
class WatchedStream {
  onOpened: () => void = () => {};
  readonly fetch = async (url: string | URL, init?: RequestInit): Promise<Response> => {
    const response = await fetch(url, init);
    if (init?.method === 'GET' && response.ok) this.onOpened();
    return response;
  };
}

function authorized(token: string) {
  return { headers: { authorization: `Bearer ${token}` } };
}

function optionsOf(token: string, { fetch }: WatchedStream) {
  return { requestInit: authorized(token), reconnectionOptions: RECONNECTION, fetch };
}
