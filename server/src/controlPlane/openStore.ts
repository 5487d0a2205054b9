import type { CatalogStore } from './store/catalogStore.ts';

/** What a control plane keeps its things in. */
export interface OpenedStore {
  catalog: CatalogStore;
  /** @throws where it cannot be read now */
  ping(): Promise<void>;
  /** Finishes the writes that are under way. */
  close(): Promise<void>;
}

/** @param address what stands after the kind and its colon; @param warn told what an operator should know */
type OpenStore = (address: string, warn: (message: string) => void) => Promise<OpenedStore>;

/** The kinds of stores there are, each loaded when it is used. */
const STORES: Readonly<Record<string, OpenStore>> = {
  sqlite: async (path, warn) => {
    const { openSqliteStore } = await import('./store/sqlite.ts');
    const catalog = openSqliteStore(path, warn);
    return { catalog, ping: async () => void (await catalog.revision()), close: () => catalog.close() };
  },
};

export const STORE_KINDS: readonly string[] = Object.keys(STORES);

/**
 * @param store `sqlite:PATH`, of a kind there is
 * @throws StoreError
 */
export async function openStore(store: string, warn: (message: string) => void): Promise<OpenedStore> {
  const [kind = '', ...rest] = store.split(':');
  const open = STORES[kind];
  if (!open) throw new Error(`There are no stores of the kind "${kind}".`);
  return await open(rest.join(':'), warn);
}
