import type { CatalogQuery, CatalogStore, StoredEntry } from './catalogStore.ts';

/** Every entry that meets a query, of kinds that there are few of. */
export async function readAll(store: CatalogStore, query: CatalogQuery): Promise<StoredEntry[]> {
  const entries: StoredEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.search(query, { limit: 500, ...(cursor === undefined ? {} : { cursor }) });
    entries.push(...page.entries);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return entries;
}
