import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";

const MIGRATIONS = new URL("../migrations/", import.meta.url);

/** Opens the database file (or `:memory:`), creates it where it is missing, and brings its tables up to date. */
export function openDatabase(path: string): DatabaseSync {
  if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const db = new DatabaseSync(path, { timeout: 5000 });
  db.exec(`
    PRAGMA journal_mode = WAL;    -- readers do not wait for the writer
    PRAGMA synchronous = FULL;    -- what was answered survives a power cut
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;    -- what is erased is overwritten, not just forgotten
  `);
  migrate(db);
  return db;
}

/** Runs each file of migrations/ once, in order. A file that has run anywhere is never edited: add the next one. */
function migrate(db: DatabaseSync): void {
  const files = readdirSync(MIGRATIONS)
    .filter((file) => file.endsWith(".sql"))
    .sort();
  transaction(db, () => {
    const { user_version: done } = one<{ user_version: number }>(db, "PRAGMA user_version") ?? {
      user_version: 0,
    };
    if (done > files.length) throw new Error("the database is of a newer version of this program");
    for (const file of files.slice(done)) db.exec(readFileSync(new URL(file, MIGRATIONS), "utf8"));
    db.exec(`PRAGMA user_version = ${files.length}`);
  });
}

/** All or nothing: what `work` wrote is undone where it throws. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

/** The rows of a query. `Row` must say what the query selects: SQLite cannot check it. */
export function all<Row>(db: DatabaseSync, sql: string, ...values: SQLInputValue[]): Row[] {
  return db.prepare(sql).all(...values) as Row[];
}

/** The first row of a query. */
export function one<Row>(
  db: DatabaseSync,
  sql: string,
  ...values: SQLInputValue[]
): Row | undefined {
  return db.prepare(sql).get(...values) as Row | undefined;
}

export function run(db: DatabaseSync, sql: string, ...values: SQLInputValue[]): void {
  db.prepare(sql).run(...values);
}
