import { createHash } from 'node:crypto';
import type { AuditVerdict } from '../store/auditLog.ts';
import { verifyChain } from '../store/sql/auditVerification.ts';
import { KEPT_TABLES, type KeptTable } from '../store/sql/keptTables.ts';
import { MIGRATIONS } from '../store/sql/migrations.ts';
import type { Sql, SqlRow, SqlValue } from '../store/sql/sql.ts';
import { NewerStoreError, StoreError } from '../store/store.ts';
import {
  BACKUP_VERSION,
  type BackupHeader,
  type BackupSummary,
  encodeRow,
  OLDEST_FORMAT,
} from './backupFormat.ts';

/** Rows in memory at a time. */
const SLICE = 200;

/** Characters in a piece of text, about. */
const PIECE = 65_536;

export interface DumpOptions {
  /** The kind of store, for the header. */
  store: string;
  signal: AbortSignal;
  progress(done: number, of: number): void;
  /** Told at the end what was written. */
  done(summary: BackupSummary): void;
}

/** The text of a backup, in pieces. @param sql sees one and the same moment throughout @throws StoreError */
export async function* dump(sql: Sql, options: DumpOptions): AsyncGenerator<string> {
  const hash = createHash('sha256');
  let piece = '';
  for await (const line of linesOf(sql, options)) {
    piece += `${line}\n`;
    // Each piece takes a way through another thread, which compresses it.
    if (piece.length < PIECE) continue;
    hash.update(piece);
    yield piece;
    piece = '';
  }
  hash.update(piece);
  yield `${piece}${JSON.stringify({ sha256: hash.digest('hex') })}\n`;
}

async function* linesOf(sql: Sql, { store, signal, progress, done }: DumpOptions): AsyncGenerator<string> {
  const format = await formatOf(sql);
  const at = new Date().toISOString();
  const header: BackupHeader = { heady: 'control plane backup', version: BACKUP_VERSION, format, at, store };
  yield JSON.stringify(header);
  const tables = KEPT_TABLES.filter(({ since }) => since <= format);
  const rows = await countRows(sql, tables);
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  let written = 0;
  for (const table of tables) {
    let columns: string[] | undefined;
    for await (const slice of slicesOf(sql, table)) {
      signal.throwIfAborted();
      if (!columns) {
        columns = Object.keys(slice[0] ?? {});
        yield JSON.stringify({ table: table.name, columns });
      }
      for (const row of slice) yield encodeRow(row, columns);
      written += slice.length;
      progress(written, total);
    }
  }
  const audit: AuditVerdict = await verifyChain(sql, undefined, () => signal.throwIfAborted());
  const summary: BackupSummary = { rows, audit };
  yield JSON.stringify(summary);
  done(summary);
}

/** @throws StoreError where the tables are none that could be written down */
async function formatOf(sql: Sql): Promise<number> {
  const format = await sql.dialect.readFormat(sql);
  if (format > MIGRATIONS.length) throw new NewerStoreError(format, MIGRATIONS.length);
  if (format === 0) throw new StoreError('There is no data of a control plane in it. Check --store.');
  if (format < OLDEST_FORMAT) {
    throw new StoreError(
      `Its format ${format} is that of an old Heady. Start this Heady on it once, which brings it up to date.`,
    );
  }
  return format;
}

async function countRows(sql: Sql, tables: readonly KeptTable[]): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const { name } of tables) {
    rows[name] = Number((await sql.get(`SELECT count(*) AS count FROM ${name}`))?.count);
  }
  return rows;
}

/** None is empty. */
async function* slicesOf(sql: Sql, { name, key }: KeptTable): AsyncGenerator<SqlRow[]> {
  const columns = key.join(', ');
  let after: SqlValue[] | undefined;
  for (;;) {
    const where = after ? `WHERE (${columns}) > (${key.map(() => '?').join(', ')})` : '';
    const rows = await sql.all(`SELECT * FROM ${name} ${where} ORDER BY ${columns} LIMIT ${SLICE}`, after);
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = key.map((column) => last[column] as SqlValue);
  }
}
