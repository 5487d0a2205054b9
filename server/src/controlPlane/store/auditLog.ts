import type { Environment } from '../../manifest/document.ts';
import type { Plain } from '../../manifest/tree.ts';

/** Something that happened and must be answered for. Nothing in it may be secret: it is kept as it is. */
export interface AuditEvent {
  /** Who: the principal. */
  actor: string;
  /** The role in which the actor did it. */
  role?: string;
  /** What: the tool or command, such as `catalog_register`. */
  action: string;
  /** On what: a resource's URI or a name. */
  target?: string;
  environment?: Environment;
  vertical?: string;
  /** How it came out, such as `created`, `refused` or `failed`. */
  outcome: string;
  /** Where: the node that did it. */
  node?: string;
  /** Why: ties together all that one request led to. */
  correlation?: string;
  details?: Plain;
}

/** An event in the chain: each record's hash covers the record and the hash before it. */
export interface AuditRecord extends AuditEvent {
  /** Counts from 1, without gaps. */
  seq: number;
  /** ISO time at which it was written. */
  at: string;
  /** SHA-256, hexadecimal. */
  hash: string;
}

/** What a write leaves in the audit log, if anything, in the same transaction: either both are kept or neither. */
export interface Audited<Result> {
  audit?: (result: Result) => AuditEvent | undefined;
}

/** The outcome of what changed nothing: somebody read the log. */
export const LOG_READ = 'read';

/** All conditions hold together; absent: any. */
export interface AuditQuery {
  actor?: string;
  action?: string;
  target?: string;
  environment?: Environment;
  vertical?: string;
  outcome?: string;
  correlation?: string;
  /** ISO times: from (inclusive) and until (exclusive). */
  from?: string;
  until?: string;
  /** Only records with a lower number: the last one's of the page before. */
  beforeSeq?: number;
}

/** A place in the chain, to be noted elsewhere and compared later. */
export interface AuditHead {
  /** 0: nothing was recorded yet. */
  seq: number;
  hash: string;
}

/**
 * Whether the chain is whole. `records` are those read, up to where it breaks if it does; `removed` those that retention
 * took away before them.
 */
export type AuditVerdict = { records: number; removed: number } & (
  | { valid: true; head: AuditHead }
  | { valid: false; seq: number; reason: string }
);

/** A run of records that retention removed. */
export interface AuditGap {
  first: number;
  last: number;
  /** Hash of the record before the first one. */
  before: string;
  /** Hash of the last one. */
  after: string;
}

/** What the chain consists of. */
export type AuditLink = { record: AuditRecord } | { gap: AuditGap };

/** Until when records are kept. */
export interface Retention {
  /** Records written before this ISO time are removed. */
  before: string;
  /** Verticals that ask for longer, each with its own ISO time. */
  verticals?: Readonly<Record<string, string>>;
}

/** Append-only and hash-chained: what is in it can be removed by retention alone, and changed by nobody unnoticed. */
export interface AuditLog {
  /** Once this resolves, the events survive a crash. */
  append(events: readonly AuditEvent[]): Promise<void>;
  /** The latest first, at most `limit`. */
  query(query: AuditQuery, limit: number): Promise<AuditRecord[]>;
  /**
   * Reads the whole chain.
   *
   * @param noted a head noted earlier that must be part of it; shows that the end was not cut off
   * @param progress called after each record with how many were read; what it throws ends the reading
   */
  verify(noted?: AuditHead, progress?: (records: number) => void): Promise<AuditVerdict>;
  /**
   * The whole chain as it is now, from its start, a piece at a time: its size does not matter, nor how long the reader
   * takes. What is broken is given as it is.
   *
   * @throws StoreError where retention removes some of it meanwhile
   */
  links(): AsyncIterable<AuditLink>;
  /** Removes what need not be kept and notes in the chain what was removed. @returns how many records */
  prune(retention: Retention, by: Omit<AuditEvent, 'action' | 'outcome' | 'details'>): Promise<number>;
  /**
   * Calls back when anybody recorded something, this node or another; what comes close together is told once, and that
   * somebody read the log is not told. Returns how to stop.
   */
  watch(listener: () => void): () => void;
}
