import { createHash } from 'node:crypto';
import { KEPT_TABLES } from '../store/sql/keptTables.ts';
import { MIGRATIONS } from '../store/sql/migrations.ts';
import type { SqlValue } from '../store/sql/sql.ts';
import { NewerStoreError, StoreError } from '../store/store.ts';
import { readLines, unreadable } from './backupFile.ts';
import {
  BACKUP_VERSION,
  type BackupHeader,
  type BackupSlice,
  type BackupSummary,
  decodeRow,
  OLDEST_FORMAT,
} from './backupFormat.ts';

/** Rows in memory at a time. */
const SLICE = 100;

/** What a backup says of itself. */
export interface BackupFrame {
  header: BackupHeader;
  summary: BackupSummary;
  /** Names this very backup. */
  sha256: string;
}

/** What reads a backup; each is called in the order in which it stands there. */
export interface BackupReader {
  header?(header: BackupHeader): Promise<void>;
  slice(slice: BackupSlice): Promise<void> | void;
}

/**
 * Reads a backup from its start to its end and checks that it is whole: what the reader does with it may only be kept
 * once this resolves.
 *
 * @throws StoreError
 */
export async function readBackup(path: string, reader: BackupReader): Promise<BackupFrame> {
  const hash = createHash('sha256');
  const parser = new Parser(path, reader);
  for await (const line of readLines(path)) {
    const sha256 = await parser.take(line);
    if (sha256 === undefined) hash.update(`${line}\n`);
    else if (sha256 !== hash.copy().digest('hex')) throw unreadable(path, 'its checksum does not fit');
  }
  return parser.finish();
}

class Parser {
  readonly #path: string;
  readonly #reader: BackupReader;
  readonly #counts: Record<string, number> = {};
  #header: BackupHeader | undefined;
  #table: { table: string; columns: readonly string[] } | undefined;
  #rows: SqlValue[][] = [];
  #summary: BackupSummary | undefined;
  #sha256: string | undefined;

  constructor(path: string, reader: BackupReader) {
    this.#path = path;
    this.#reader = reader;
  }

  /** @returns the checksum, where it is the line with it */
  async take(line: string): Promise<string | undefined> {
    const value = this.#parse(line);
    if (this.#sha256 !== undefined) throw unreadable(this.#path, 'something follows its end');
    if (!this.#header) await this.#begin(value as Partial<BackupHeader>);
    else if (this.#summary) return this.#takeChecksum(value as { sha256?: unknown });
    else if (Array.isArray(value)) await this.#takeRow(value);
    else if ('table' in value) await this.#takeTable(value as { table: unknown; columns: unknown });
    else await this.#takeSummary(value as Partial<BackupSummary>);
    return undefined;
  }

  finish(): BackupFrame {
    if (!this.#header || !this.#summary || this.#sha256 === undefined)
      throw unreadable(this.#path, 'its end is missing');
    for (const [table, count] of Object.entries(this.#summary.rows)) {
      if ((this.#counts[table] ?? 0) !== count) throw unreadable(this.#path, `rows of ${table} are missing`);
    }
    return { header: this.#header, summary: this.#summary, sha256: this.#sha256 };
  }

  #parse(line: string): object {
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value === 'object' && value !== null) return value;
    } catch {
      // Told below.
    }
    throw unreadable(this.#path, 'one of its lines is not what it should be');
  }

  async #begin(header: Partial<BackupHeader>): Promise<void> {
    const { heady, version, format } = header;
    if (heady !== 'control plane backup' || typeof version !== 'number' || typeof format !== 'number')
      throw unreadable(this.#path, 'it does not begin like one');
    if (version > BACKUP_VERSION) {
      throw new StoreError(`${this.#path} was written by a newer Heady. Update Heady, then restore again.`);
    }
    if (format > MIGRATIONS.length) throw new NewerStoreError(format, MIGRATIONS.length);
    if (format < OLDEST_FORMAT) throw unreadable(this.#path, `there are no backups of format ${format}`);
    this.#header = header as BackupHeader;
    await this.#reader.header?.(this.#header);
  }

  async #takeTable({ table, columns }: { table: unknown; columns: unknown }): Promise<void> {
    await this.#flush();
    const known = KEPT_TABLES.find(({ name }) => name === table)?.name;
    // They become part of SQL.
    const isSql = Array.isArray(columns) && columns.every((name) => /^[a-z_]{1,60}$/.test(String(name)));
    if (known === undefined || !isSql) throw unreadable(this.#path, 'it holds a table of no known kind');
    this.#table = { table: known, columns };
  }

  async #takeRow(values: readonly unknown[]): Promise<void> {
    if (values.length !== this.#table?.columns.length)
      throw unreadable(this.#path, 'one of its rows does not fit');
    this.#rows.push(this.#decode(values));
    if (this.#rows.length === SLICE) await this.#flush();
  }

  #decode(values: readonly unknown[]): SqlValue[] {
    try {
      return decodeRow(values);
    } catch (error) {
      throw unreadable(this.#path, error);
    }
  }

  async #flush(): Promise<void> {
    const rows = this.#rows;
    if (!this.#table || rows.length === 0) return;
    this.#rows = [];
    this.#counts[this.#table.table] = (this.#counts[this.#table.table] ?? 0) + rows.length;
    await this.#reader.slice({ ...this.#table, rows });
  }

  async #takeSummary(summary: Partial<BackupSummary>): Promise<void> {
    await this.#flush();
    if (typeof summary.rows !== 'object' || typeof summary.audit !== 'object')
      throw unreadable(this.#path, 'its summary is not what it should be');
    this.#summary = summary as BackupSummary;
  }

  #takeChecksum({ sha256 }: { sha256?: unknown }): string {
    if (typeof sha256 !== 'string') throw unreadable(this.#path, 'its checksum is missing');
    this.#sha256 = sha256;
    return sha256;
  }
}
