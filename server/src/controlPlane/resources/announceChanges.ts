import type { McpServer } from '@modelcontextprotocol/server';
import { decideResource } from '../access/decide.ts';
import { mayRead } from '../access/guard.ts';
import type { Identify, Principal } from '../access/principal.ts';
import { type Watched, watchNews } from './news.ts';

/**
 * How a connection learns of changes.
 *
 * - `subscribed`: of what it subscribed to, by 2025's resources/subscribe
 * - `allTo`: of everything that its user may read, since what it subscribed to is kept elsewhere: by the SDK for 2026's subscriptions/listen
 *   over pipes, by whichever node was asked for a session that several carry on
 * - `elsewhere`: not from this server, which lives for one request only
 */
export type Announcing = 'subscribed' | 'elsewhere' | { allTo(): Principal | undefined };

/**
 * Tells the client of changes by anybody: `list_changed` for a new entry, `updated` for resources.
 *
 * @returns how to stop
 */
export function announceChanges(
  server: McpServer,
  store: Watched,
  identify: Identify,
  announcing: Announcing,
): () => void {
  if (announcing === 'elsewhere') return () => {};
  const wanted = acceptSubscriptions(server, identify);
  const isTold = (uri: string) => {
    if (announcing === 'subscribed') return wanted.has(uri);
    const user = announcing.allTo();
    return user !== undefined && decideResource(user, uri).grant === 'yes';
  };
  return watchNews(store, ({ uris, listChanged }) => {
    if (!server.isConnected()) return;
    for (const uri of uris) {
      if (isTold(uri)) void server.server.sendResourceUpdated({ uri }).catch(() => {});
    }
    if (listChanged) server.sendResourceListChanged();
  });
}

function acceptSubscriptions(server: McpServer, identify: Identify): ReadonlySet<string> {
  const wanted = new Set<string>();
  server.server.setRequestHandler('resources/subscribe', ({ params }, context) => {
    mayRead(identify(context), params.uri);
    wanted.add(params.uri);
    return {};
  });
  server.server.setRequestHandler('resources/unsubscribe', ({ params }) => {
    wanted.delete(params.uri);
    return {};
  });
  return wanted;
}
