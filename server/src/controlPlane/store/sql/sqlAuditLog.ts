import type {
  AuditEvent,
  AuditHead,
  AuditLink,
  AuditLog,
  AuditQuery,
  AuditRecord,
  AuditVerdict,
  Retention,
} from '../auditLog.ts';
import { StoreError } from '../store.ts';
import { headOf, recordOf } from './auditChain.ts';
import type { AuditFeed } from './auditFeed.ts';
import { digestOfGaps, gapsOf } from './auditGaps.ts';
import { chainOf } from './auditReader.ts';
import { REMOVED_AT_A_TIME, removeExpired } from './auditRetention.ts';
import { verifyChain } from './auditVerification.ts';
import type { Journal } from './journal.ts';
import type { SqlDatabase, SqlValue } from './sql.ts';
import { storable } from './values.ts';

export class SqlAuditLog implements AuditLog {
  readonly #database: SqlDatabase;
  readonly #journal: Journal;
  readonly #feed: AuditFeed;

  constructor(database: SqlDatabase, journal: Journal, feed: AuditFeed) {
    this.#database = database;
    this.#journal = journal;
    this.#feed = feed;
  }

  append(events: readonly AuditEvent[]): Promise<void> {
    return this.#journal.write({
      read: async () => {},
      apply: (_, batch) => {
        for (const event of events) batch.audit(event);
      },
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

  verify(noted?: AuditHead, progress: (records: number) => void = () => {}): Promise<AuditVerdict> {
    return this.#database.snapshot((sql) => verifyChain(sql, noted, progress));
  }

  async *links(): AsyncGenerator<AuditLink> {
    // Not one transaction: a reader may take its time, and records that are there only ever go by retention.
    const gaps = await gapsOf(this.#database);
    const { seq } = await headOf(this.#database);
    for await (const link of chainOf(this.#database, gaps, seq)) {
      yield 'row' in link ? { record: recordOf(link.row) } : link;
    }
    if (digestOfGaps(await gapsOf(this.#database)) !== digestOfGaps(gaps)) {
      throw new StoreError('Retention removed records while they were read. Start again.');
    }
  }

  watch(listener: () => void): () => void {
    return this.#feed.watch(listener);
  }

  async prune(retention: Retention, by: Omit<AuditEvent, 'action' | 'outcome' | 'details'>): Promise<number> {
    let total = 0;
    for (let removed = REMOVED_AT_A_TIME; removed === REMOVED_AT_A_TIME; total += removed) {
      removed = await this.#journal.write({
        read: async () => {},
        apply: (_, batch) => removeExpired(batch, retention, by),
      });
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
