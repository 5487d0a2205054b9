import type { AuditVerdict } from '../store/auditLog.ts';
import type { SqlRow, SqlValue } from '../store/sql/sql.ts';

/**
 * A backup is lines of JSON, compressed with gzip: the header; of each table its columns, then its rows, in the order
 * of their keys; the summary; and the checksum of all lines before. It is the same whatever store it was made of.
 */
export interface BackupHeader {
  heady: 'control plane backup';
  /** Of this description. */
  version: number;
  /** Of the tables: how many migrations made them. */
  format: number;
  /** ISO time. */
  at: string;
  /** The kind of store that it was made of. */
  store: string;
}

export interface BackupSummary {
  /** By table. */
  rows: Readonly<Record<string, number>>;
  /** Of the audit log, as it was when the backup was made. */
  audit: AuditVerdict;
}

/** Rows that stand together. */
export interface BackupSlice {
  table: string;
  columns: readonly string[];
  rows: readonly (readonly SqlValue[])[];
}

/** SHA-256 in hexadecimal of all lines before, each with its line feed. */
export interface BackupChecksum {
  sha256: string;
}

/** The only one there is so far. */
export const BACKUP_VERSION = 1;

/** The oldest format of tables that is backed up; what is older was never released. */
export const OLDEST_FORMAT = 3;

export function encodeRow(row: SqlRow, columns: readonly string[]): string {
  return JSON.stringify(columns.map((column) => encodeValue(row[column])));
}

/** @throws where the line is no row */
export function decodeRow(values: readonly unknown[]): SqlValue[] {
  return values.map(decodeValue);
}

function encodeValue(value: unknown): unknown {
  if (!(value instanceof Uint8Array)) return value ?? null;
  return { base64: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') };
}

function decodeValue(value: unknown): SqlValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  const { base64 } = value as { base64?: unknown };
  if (typeof base64 !== 'string') throw new Error('it holds a value of no known kind');
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
