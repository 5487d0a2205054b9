import type { RawStore } from '../rawStore.ts';
import { openSqlStore } from '../sql/sqlStore.ts';
import { type Store, StoreError } from '../store.ts';
import { Connections } from './connections.ts';
import { parseDsn } from './dsn.ts';
import { PostgresDatabase } from './postgresDatabase.ts';
import { RawPostgresStore } from './rawPostgresStore.ts';

export interface PostgresOptions {
  /** Told that the server is not there yet, as often as its reason changes. */
  warn(message: string): void;
  /** How long to wait for a server that is not there yet, in milliseconds (60,000). */
  patience?: number;
}

/**
 * Opens a store kept in a PostgreSQL database, which any number of nodes may share. Waits for a server that is not
 * there yet.
 *
 * @param dsn postgres://USER:PASSWORD@HOST:PORT/DATABASE
 * @throws StoreError
 */
export async function openPostgresStore(dsn: string, options: PostgresOptions): Promise<Store> {
  return await openWith(dsn, options, (connections) => openSqlStore(new PostgresDatabase(connections)));
}

/** The same as tables, for backup and restore. @throws StoreError */
export async function openRawPostgresStore(dsn: string, options: PostgresOptions): Promise<RawStore> {
  return await openWith(dsn, options, async (connections) => new RawPostgresStore(connections));
}

async function openWith<T>(
  dsn: string,
  { warn, patience = 60_000 }: PostgresOptions,
  open: (connections: Connections) => Promise<T>,
): Promise<T> {
  const connections = new Connections(parseDsn(dsn));
  try {
    connections.check();
    await waitForServer(connections, patience, warn);
    return await open(connections);
  } catch (error) {
    await connections.close();
    if (!(error instanceof StoreError)) throw error;
    throw new StoreError(`The control plane's database cannot be opened. ${error.message}`);
  }
}

async function waitForServer(
  connections: Connections,
  patience: number,
  warn: (message: string) => void,
): Promise<void> {
  let told: string | undefined;
  const waiting = (reason: string) => {
    if (reason !== told) warn(`${reason} Heady keeps trying for ${Math.ceil(patience / 1_000)} s.`);
    told = reason;
  };
  const encoding = await connections.use(
    patience,
    async (client) => (await client.query('SHOW server_encoding')).rows[0]?.server_encoding,
    waiting,
  );
  if (encoding !== 'UTF8') {
    throw new StoreError(
      `PostgreSQL at ${connections.place}: its encoding is ${encoding}. Heady needs UTF8.`,
    );
  }
}
