import type { McpServer } from '@modelcontextprotocol/server';
import type { CatalogStore } from '../store/catalogStore.ts';
import { entryUri, shelfUri } from './uri.ts';

/**
 * Tells the client of changes by anybody: `list_changed` for a new entry, `updated` for resources it subscribed to.
 *
 * @param era `legacy`: 2025's resources/subscribe, kept here; `modern`: 2026's subscriptions/listen, which the SDK
 *   keeps and filters by
 * @returns how to stop
 */
export function announceChanges(
  server: McpServer,
  store: CatalogStore,
  era: 'legacy' | 'modern',
): () => void {
  const wanted = era === 'legacy' ? acceptSubscriptions(server) : undefined;
  return store.watch((changes) => {
    if (!server.isConnected()) return;
    const uris = new Set(
      changes.flatMap((change) => [shelfUri(change.environment ?? 'none'), entryUri(change)]),
    );
    for (const uri of uris) {
      if (wanted?.has(uri) ?? true) void server.server.sendResourceUpdated({ uri }).catch(() => {});
    }
    if (changes.some(({ version }) => version === 1)) server.sendResourceListChanged();
  });
}

function acceptSubscriptions(server: McpServer): ReadonlySet<string> {
  const wanted = new Set<string>();
  server.server.setRequestHandler('resources/subscribe', ({ params }) => {
    wanted.add(params.uri);
    return {};
  });
  server.server.setRequestHandler('resources/unsubscribe', ({ params }) => {
    wanted.delete(params.uri);
    return {};
  });
  return wanted;
}
