import type { Server } from '@modelcontextprotocol/server';
import { RAW } from '../connection/raw.ts';
import type { SessionClient } from './session.ts';

/** A person who is asked something may take so long, in milliseconds. */
const ASKING_PATIENCE = 30 * 60_000;

/**
 * The editor as servers see it: it answers what it said at the start that it can, and shows people who asks.
 *
 * @param server that the editor speaks to; asked for once the editor has
 */
export function editorClient(server: () => Server): SessionClient {
  return {
    isToldWhoAsks: true,
    get capabilities() {
      return server().getClientCapabilities() ?? {};
    },
    ask: async (request, signal) =>
      await server().request(request as never, RAW, { signal, timeout: ASKING_PATIENCE }),
    tell: (notification) =>
      void server()
        .notification(notification as never)
        .catch(() => {}),
  };
}
