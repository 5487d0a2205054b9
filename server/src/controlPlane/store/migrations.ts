import type { DatabaseSync } from 'node:sqlite';

/** Applied in order, each once; the file's `user_version` counts them. Only ever append. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE entry (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    environment TEXT NOT NULL,
    manifest TEXT NOT NULL,
    title TEXT,
    vertical TEXT,
    owner TEXT,
    sensitivity TEXT,
    tags TEXT NOT NULL,
    search_text TEXT NOT NULL,
    version INTEGER NOT NULL,
    registered_at TEXT NOT NULL,
    source TEXT,
    revision INTEGER NOT NULL,
    PRIMARY KEY (kind, name, environment)
  ) STRICT;
  CREATE INDEX entry_by_environment ON entry (environment, kind, name);
  CREATE INDEX entry_by_revision ON entry (revision);

  CREATE TABLE entry_version (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    environment TEXT NOT NULL,
    version INTEGER NOT NULL,
    manifest TEXT NOT NULL,
    registered_at TEXT NOT NULL,
    source TEXT,
    PRIMARY KEY (kind, name, environment, version)
  ) STRICT;

  CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    environment TEXT NOT NULL,
    version INTEGER NOT NULL
  ) STRICT;
  `,
];

/** The file is from a Heady that knows more migrations. */
export class NewerStoreError extends Error {
  override readonly name = 'NewerStoreError';
  constructor(found: number) {
    super(
      `It was written by a newer Heady (format ${found}, this one knows ${MIGRATIONS.length}). Update Heady, or use another file.`,
    );
  }
}

/**
 * Brings a database to the latest format. Safe while another process does the same.
 *
 * @throws NewerStoreError
 */
export function migrate(database: DatabaseSync): void {
  refuseNewer(formatOf(database));
  if (formatOf(database) === MIGRATIONS.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    const found = formatOf(database);
    refuseNewer(found);
    for (const migration of MIGRATIONS.slice(found)) database.exec(migration);
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function refuseNewer(found: number): void {
  if (found > MIGRATIONS.length) throw new NewerStoreError(found);
}

function formatOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version);
}
