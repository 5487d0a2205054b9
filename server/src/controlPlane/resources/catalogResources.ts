import { type McpServer, ResourceNotFoundError, ResourceTemplate } from '@modelcontextprotocol/server';
import type { CatalogStore, StoredEntry } from '../store/catalogStore.ts';
import { wireEntry } from '../tools/entry.ts';
import { jsonContents, MIME_TYPE } from './jsonContents.ts';
import { decoded, isShelf, SHELVES, type Shelf, shelfUri } from './uri.ts';

/** A resource is read in one piece; beyond this, `catalog_search` pages. */
const MAX_LISTED = 1_000;

/** `heady://catalog/{env}`: all entries of an environment; `heady://catalog/{env}/{kind}/{name}`: one. */
export function registerCatalogResources(server: McpServer, store: CatalogStore): void {
  const list = () => ({ resources: SHELVES.map((shelf) => ({ uri: shelfUri(shelf), ...describe(shelf) })) });
  server.registerResource(
    'catalog',
    new ResourceTemplate('heady://catalog/{env}', { list, complete: { env: startingWith } }),
    { title: 'Catalog of an environment', mimeType: MIME_TYPE },
    async (uri, { env }) => {
      if (!isShelf(env)) throw new ResourceNotFoundError(uri.href);
      const { entries, total } = await store.search({ environment: env }, { limit: MAX_LISTED });
      return jsonContents(uri, { environment: env, total, entries: entries.map(wireEntry) });
    },
  );
  server.registerResource(
    'catalog-entry',
    new ResourceTemplate('heady://catalog/{env}/{kind}/{name}', {
      list: undefined,
      complete: { env: startingWith },
    }),
    { title: 'Catalog entry', mimeType: MIME_TYPE },
    async (uri, { env, kind, name }) => {
      const entry = isShelf(env) ? await find(store, env, String(kind), String(name)) : undefined;
      if (!entry) throw new ResourceNotFoundError(uri.href);
      return jsonContents(uri, wireEntry(entry));
    },
  );
}

async function find(
  store: CatalogStore,
  shelf: Shelf,
  encodedKind: string,
  encodedName: string,
): Promise<StoredEntry | undefined> {
  const environment = shelf === 'none' ? undefined : shelf;
  const kind = decoded(encodedKind);
  const name = decoded(encodedName);
  return kind === undefined || name === undefined ? undefined : await store.get({ kind, name, environment });
}

function describe(shelf: Shelf) {
  const title =
    shelf === 'none'
      ? 'Catalog: verticals, policies and what else has no environment'
      : `Catalog of ${shelf}`;
  return { name: `catalog-${shelf}`, title, mimeType: MIME_TYPE };
}

function startingWith(value: string): string[] {
  return SHELVES.filter((shelf) => shelf.startsWith(value));
}
