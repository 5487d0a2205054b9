import type { RawStore } from './store/rawStore.ts';
import type { Store } from './store/store.ts';

/** What a control plane keeps its things in. */
export type OpenedStore = Store;

export interface OpenOptions {
  /** Told what an operator should know. */
  warn(message: string): void;
  /** How long to wait for a server that is not there yet, in milliseconds (60,000). */
  patience?: number;
  /** Of a file: put an empty one in its place and keep it (`replace`, the default), or `refuse`. */
  whenDamaged?: 'replace' | 'refuse';
}

/** What stands in `--store` after the kind and its colon, opened. */
interface StoreKind {
  open(address: string, options: OpenOptions): Promise<OpenedStore>;
  openRaw(address: string, options: OpenOptions): Promise<RawStore>;
}

const POSTGRES: StoreKind = {
  open: async (address, options) => (await loadPostgres()).openPostgresStore(`postgres:${address}`, options),
  openRaw: async (address, options) =>
    (await loadPostgres()).openRawPostgresStore(`postgres:${address}`, options),
};

/** The kinds of stores there are, each loaded when it is used. */
const STORES: Readonly<Record<string, StoreKind>> = {
  sqlite: {
    open: async (path, options) =>
      (await import('./store/sqlite/openSqliteStore.ts')).openSqliteStore(path, options),
    openRaw: async (path) => new (await import('./store/sqlite/rawSqliteStore.ts')).RawSqliteStore(path),
  },
  postgres: POSTGRES,
  postgresql: POSTGRES,
};

export const STORE_KINDS: readonly string[] = Object.keys(STORES);

/**
 * @param store `sqlite:PATH` or `postgres://USER:PASSWORD@HOST:PORT/DATABASE`
 * @throws StoreError
 */
export async function openStore(
  store: string,
  warn: (message: string) => void,
  options: Omit<OpenOptions, 'warn'> = {},
): Promise<OpenedStore> {
  const { kind, address } = parse(store);
  return await kind.open(address, { ...options, warn });
}

/** The same as tables, for backup and restore. @throws StoreError */
export async function openRawStore(store: string, options: OpenOptions): Promise<RawStore> {
  const { kind, address } = parse(store);
  return await kind.openRaw(address, options);
}

function parse(store: string): { kind: StoreKind; address: string } {
  const [name = '', ...rest] = store.split(':');
  const kind = STORES[name];
  if (!kind) throw new Error(`There are no stores of the kind "${name}".`);
  return { kind, address: rest.join(':') };
}

function loadPostgres() {
  return import('./store/postgres/openPostgresStore.ts');
}
