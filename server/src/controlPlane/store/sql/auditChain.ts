import { createHash } from 'node:crypto';
import { isEnvironment } from '../../../manifest/environment.ts';
import type { Plain } from '../../../manifest/tree.ts';
import type { AuditEvent, AuditHead, AuditRecord } from '../auditLog.ts';
import type { Sql, SqlRow, Transaction } from './sql.ts';
import { optional, textOrNull } from './values.ts';

/** What the chain starts from. */
export const GENESIS: AuditHead = { seq: 0, hash: '0'.repeat(64) };

/** The columns that a hash covers, in its order. Changing it would make every chain invalid. */
const COVERED = [
  'seq',
  'at',
  'actor',
  'role',
  'action',
  'target',
  'environment',
  'vertical',
  'outcome',
  'node',
  'correlation',
  'details',
] as const;

type Covered = Record<(typeof COVERED)[number], string | number | null>;

/** The end of the chain within one transaction that nobody else can append in. */
export class AuditChain {
  readonly #sql: Transaction;
  #head: AuditHead;

  private constructor(sql: Transaction, head: AuditHead) {
    this.#sql = sql;
    this.#head = head;
  }

  static async open(sql: Transaction): Promise<AuditChain> {
    return new AuditChain(sql, await headOf(sql));
  }

  append(event: AuditEvent): void {
    const row: Covered = {
      seq: this.#head.seq + 1,
      at: new Date().toISOString(),
      actor: textOrNull(event.actor),
      role: textOrNull(event.role),
      action: textOrNull(event.action),
      target: textOrNull(event.target),
      environment: textOrNull(event.environment),
      vertical: textOrNull(event.vertical),
      outcome: textOrNull(event.outcome),
      node: textOrNull(event.node),
      correlation: textOrNull(event.correlation),
      details: event.details === undefined ? null : JSON.stringify(event.details),
    };
    const hash = hashOf(row, this.#head.hash);
    this.#sql.send(
      `INSERT INTO audit (${COVERED.join(', ')}, hash) VALUES (${COVERED.map(() => '?').join(', ')}, ?)`,
      [...COVERED.map((column) => row[column]), hash],
    );
    this.#head = { seq: this.#head.seq + 1, hash };
  }
}

/** The last link: a record or, where retention removed the last ones, the end of that gap. */
export async function headOf(sql: Sql): Promise<AuditHead> {
  const row = await sql.get(
    `SELECT seq, hash FROM audit UNION ALL SELECT last_seq, hash_after FROM audit_gap ORDER BY 1 DESC LIMIT 1`,
  );
  return row ? { seq: Number(row.seq), hash: String(row.hash) } : GENESIS;
}

/** @param row of audit @param before the hash of the record before it */
export function hashOf(row: SqlRow, before: string): string {
  const covered = COVERED.map((column) => (column === 'seq' ? Number(row.seq) : (row[column] ?? null)));
  return createHash('sha256')
    .update(JSON.stringify([before, ...covered]))
    .digest('hex');
}

/** The row that a record was read from, so that its hash can be computed again. */
export function rowOf(record: AuditRecord): SqlRow {
  const { details, ...rest } = record;
  return { ...rest, details: details === undefined ? null : JSON.stringify(details) };
}

export function recordOf(row: SqlRow): AuditRecord {
  return {
    seq: Number(row.seq),
    at: String(row.at),
    actor: String(row.actor),
    action: String(row.action),
    outcome: String(row.outcome),
    hash: String(row.hash),
    ...optional('role', row.role),
    ...optional('target', row.target),
    ...(isEnvironment(row.environment) ? { environment: row.environment } : {}),
    ...optional('vertical', row.vertical),
    ...optional('node', row.node),
    ...optional('correlation', row.correlation),
    ...(typeof row.details === 'string' ? { details: detailsOf(row.details) } : {}),
  };
}

/** What is no JSON was tampered with; verification tells, reading shows it as it is. */
function detailsOf(text: string): Plain {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
