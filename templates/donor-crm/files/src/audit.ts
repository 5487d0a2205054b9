import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { all, one, run, transaction } from "./database.ts";

/** One line of the log. It says which fields changed and never what is in them. */
export interface AuditEntry {
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Name of the token that was used. */
  readonly actor: string;
  /** What was done: `donor.created`, `gift.recorded`. */
  readonly action: string;
  /** The person it is about. */
  readonly donorId: string;
  /** Id of what was changed. */
  readonly entity: string;
  readonly fields: string[];
  /** Seals this entry and, through the hash of the one before it, all earlier ones. */
  readonly hash: string;
}

export type AuditRecord = Pick<AuditEntry, "actor" | "action" | "donorId" | "entity" | "fields">;
export type AuditHead = Pick<AuditEntry, "seq" | "hash">;

const COLUMNS = "seq, at, actor, action, donor_id AS donorId, entity, fields, hash";
const START: AuditHead = { seq: 0, hash: "" };

/** Changes the database and says so in the log, in one transaction: there is no change without its entry. */
export function audited<T>(db: DatabaseSync, record: AuditRecord, change: () => T): T {
  return transaction(db, () => {
    const result = change();
    append(db, record);
    return result;
  });
}

function append(db: DatabaseSync, record: AuditRecord): void {
  const previous = auditHead(db);
  const entry = { ...record, seq: previous.seq + 1, at: new Date().toISOString() };
  run(
    db,
    "INSERT INTO audit (seq, at, actor, action, donor_id, entity, fields, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    entry.seq,
    entry.at,
    entry.actor,
    entry.action,
    entry.donorId,
    entry.entity,
    JSON.stringify(entry.fields),
    seal(previous.hash, entry),
  );
}

/** The newest entry. Kept elsewhere, it proves later that nothing up to it was changed. */
export function auditHead(db: DatabaseSync): AuditHead {
  return one<AuditHead>(db, "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1") ?? START;
}

/** Up to `limit` entries after `after`, oldest first; of one person where `donorId` is given. */
export function auditEntries(
  db: DatabaseSync,
  { after = 0, limit = -1, donorId }: { after?: number; limit?: number; donorId?: string } = {},
): AuditEntry[] {
  const rows = all<Omit<AuditEntry, "fields"> & { fields: string }>(
    db,
    `SELECT ${COLUMNS} FROM audit WHERE seq > ? AND donor_id = coalesce(?, donor_id) ORDER BY seq LIMIT ?`,
    after,
    donorId ?? null,
    limit,
  );
  return rows.map((row) => ({ ...row, fields: JSON.parse(row.fields) }));
}

/**
 * Reads the whole log and returns its newest entry. Throws where an entry was changed, taken out or put in, and where
 * `known`, an entry that somebody noted earlier, is no longer there: the end may have been cut off, or all of it
 * written anew.
 */
export function verifyAudit(db: DatabaseSync, known: AuditHead = START): AuditHead {
  let previous = START;
  let seen = known.seq === 0;
  for (const entry of auditEntries(db)) {
    if (entry.seq !== previous.seq + 1) throw new Error(`entry ${previous.seq + 1} is missing`);
    if (entry.hash !== seal(previous.hash, entry))
      throw new Error(`entry ${entry.seq} is not what was written`);
    if (entry.seq === known.seq) seen = entry.hash === known.hash;
    previous = entry;
  }
  if (!seen) throw new Error(`entry ${known.seq} is not the one that was noted`);
  return previous;
}

function seal(previous: string, entry: Omit<AuditEntry, "hash">): string {
  const { seq, at, actor, action, donorId, entity, fields } = entry;
  return createHash("sha256")
    .update(JSON.stringify([previous, seq, at, actor, action, donorId, entity, fields]))
    .digest("hex");
}
