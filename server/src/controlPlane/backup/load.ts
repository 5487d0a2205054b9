import { AuditChain } from '../store/sql/auditChain.ts';
import { verifyChain } from '../store/sql/auditVerification.ts';
import { KEPT_TABLES } from '../store/sql/keptTables.ts';
import { migrateTo } from '../store/sql/migrate.ts';
import { MIGRATIONS } from '../store/sql/migrations.ts';
import { reindexCatalog } from '../store/sql/reindexCatalog.ts';
import type { Sql, Transaction } from '../store/sql/sql.ts';
import { StoreError } from '../store/store.ts';
import { unreadable } from './backupFile.ts';
import type { BackupSlice } from './backupFormat.ts';
import { type BackupFrame, readBackup } from './readBackup.ts';

/** What the audit log calls it. */
export const RESTORED = 'store.restore';

export interface LoadOptions {
  /** The backup, and what it said of itself when it was checked. */
  path: string;
  checked: BackupFrame;
  /** Who restores it, for the audit log. */
  actor: string;
  signal: AbortSignal;
  progress(what: string, done: number, of: number): void;
}

/** Makes a store of a backup, where there are no tables. @throws StoreError */
export async function load(
  sql: Transaction,
  { path, checked, actor, signal, progress }: LoadOptions,
): Promise<void> {
  const { header, summary, sha256 } = checked;
  // Its rows are those of its format; what came later is done to them as it was done to others.
  await migrateTo(header.format, sql);
  const total = Object.values(summary.rows).reduce((sum, count) => sum + count, 0);
  let loaded = 0;
  const read = await readBackup(path, {
    slice: async (slice) => {
      signal.throwIfAborted();
      await insert(sql, slice);
      loaded += slice.rows.length;
      progress('Restoring', loaded, total);
    },
  });
  if (read.sha256 !== sha256) throw unreadable(path, 'somebody changed it meanwhile');
  for (const { name, identity } of KEPT_TABLES) if (identity) sql.dialect.countOn(sql, name, identity);
  await migrateTo(MIGRATIONS.length, sql);
  let indexed = 0;
  await reindexCatalog(sql, (entries) => {
    indexed += entries;
    progress('Indexing', indexed, summary.rows.catalog_entry ?? 0);
    signal.throwIfAborted();
  });
  await assertSameChain(sql, checked, signal);
  const details = { backup: sha256, made: header.at };
  const chain = await AuditChain.open(sql);
  chain.append({ actor, action: RESTORED, outcome: 'restored', details });
}

async function insert(sql: Sql, { table, columns, rows }: BackupSlice): Promise<void> {
  const row = `(${columns.map(() => '?').join(', ')})`;
  const places = rows.map(() => row).join(', ');
  await sql.run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${places}`, rows.flat());
}

/** A chain that was broken when the backup was made is restored as it was: the rest is needed all the same. */
async function assertSameChain(
  sql: Sql,
  { summary: { audit } }: BackupFrame,
  signal: AbortSignal,
): Promise<void> {
  if (!audit.valid) return;
  const verdict = await verifyChain(sql, audit.head, () => signal.throwIfAborted());
  if (!verdict.valid) throw new StoreError(`The audit log did not come through whole: ${verdict.reason}`);
}
