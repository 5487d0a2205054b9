import type { Store } from './store/store.ts';

/** What a control plane keeps its things in. */
export type OpenedStore = Store;

/** @param address what stands after the kind and its colon; @param warn told what an operator should know */
type OpenStore = (address: string, warn: (message: string) => void) => Promise<OpenedStore>;

const openPostgres: OpenStore = async (address, warn) => {
  const { openPostgresStore } = await import('./store/postgres/openPostgresStore.ts');
  return openPostgresStore(`postgres:${address}`, { warn });
};

/** The kinds of stores there are, each loaded when it is used. */
const STORES: Readonly<Record<string, OpenStore>> = {
  sqlite: async (path, warn) => {
    const { openSqliteStore } = await import('./store/sqlite/openSqliteStore.ts');
    return openSqliteStore(path, { warn });
  },
  postgres: openPostgres,
  postgresql: openPostgres,
};

export const STORE_KINDS: readonly string[] = Object.keys(STORES);

/**
 * @param store `sqlite:PATH` or `postgres://USER:PASSWORD@HOST:PORT/DATABASE`
 * @throws StoreError
 */
export async function openStore(store: string, warn: (message: string) => void): Promise<OpenedStore> {
  const [kind = '', ...rest] = store.split(':');
  const open = STORES[kind];
  if (!open) throw new Error(`There are no stores of the kind "${kind}".`);
  return await open(rest.join(':'), warn);
}
