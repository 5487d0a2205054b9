import type {
  AuditEvent,
  AuditHead,
  AuditLog,
  AuditQuery,
  AuditRecord,
  AuditVerdict,
  Retention,
} from '../auditLog.ts';
import { recordOf } from './auditChain.ts';
import { REMOVED_AT_A_TIME, removeExpired } from './auditRetention.ts';
import { verifyChain } from './auditVerification.ts';
import type { Journal } from './journal.ts';
import type { SqlDatabase, SqlValue } from './sql.ts';
import { storable } from './values.ts';

export class SqlAuditLog implements AuditLog {
  readonly #database: SqlDatabase;
  readonly #journal: Journal;

  constructor(database: SqlDatabase, journal: Journal) {
    this.#database = database;
    this.#journal = journal;
  }

  append(events: readonly AuditEvent[]): Promise<void> {
    return this.#journal.write(async (_, audit) => {
      for (const event of events) await audit(event);
    });
  }

  async query(query: AuditQuery, limit: number): Promise<AuditRecord[]> {
    const { sql, values } = conditionsOf(query);
    const rows = await this.#database.all(`SELECT * FROM audit ${sql} ORDER BY seq DESC LIMIT ?`, [
      ...values,
      limit,
    ]);
    return rows.map(recordOf);
  }

  verify(noted?: AuditHead): Promise<AuditVerdict> {
    return this.#database.snapshot((sql) => verifyChain(sql, noted));
  }

  async prune(retention: Retention, by: Omit<AuditEvent, 'action' | 'outcome' | 'details'>): Promise<number> {
    let total = 0;
    for (let removed = REMOVED_AT_A_TIME; removed === REMOVED_AT_A_TIME; total += removed) {
      removed = await this.#journal.write((sql, audit) => removeExpired(sql, retention, audit, by));
    }
    return total;
  }
}

function conditionsOf({ from, until, beforeSeq, ...equal }: AuditQuery): {
  sql: string;
  values: SqlValue[];
} {
  const parts: string[] = [];
  const values: SqlValue[] = [];
  const add = (sql: string, value: string | number | undefined) => {
    if (value === undefined) return;
    parts.push(sql);
    values.push(typeof value === 'string' ? storable(value) : value);
  };
  const { actor, action, target, environment, vertical, outcome, correlation } = equal;
  add('actor = ?', actor);
  add('action = ?', action);
  add('target = ?', target);
  add('environment = ?', environment);
  add('vertical = ?', vertical);
  add('outcome = ?', outcome);
  add('correlation = ?', correlation);
  add('at >= ?', from);
  add('at < ?', until);
  add('seq < ?', beforeSeq);
  return { sql: parts.length ? `WHERE ${parts.join(' AND ')}` : '', values };
}
