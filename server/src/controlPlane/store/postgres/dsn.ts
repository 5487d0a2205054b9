import { StoreAddressError } from '../store.ts';

/** How the address of a database is written. */
const WRITTEN = 'postgres://USER:PASSWORD@HOST:5432/DATABASE';

/** Reads the address of a PostgreSQL database. @throws StoreAddressError */
export function parseDsn(dsn: string): URL {
  const unreadable = `The address of the PostgreSQL database cannot be read. Write / in a password as %2F, @ as %40: ${WRITTEN}.`;
  const url = URL.canParse(dsn) ? new URL(dsn) : undefined;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new StoreAddressError(unreadable);
  }
  if (url.pathname.length < 2) {
    throw new StoreAddressError(
      `The address of the PostgreSQL database names no database. It is written ${WRITTEN}.`,
    );
  }
  // The end of a password with a slash in it: the host that was read is its beginning.
  if (url.pathname.includes('@')) throw new StoreAddressError(unreadable);
  return url;
}

/** The database as messages name it: never with its password. */
export function placeOf(url: URL): string {
  return `${url.host || 'localhost'}${url.pathname}`;
}
