import { z } from 'zod';
import type { Call } from '../access/call.ts';
import { type AuditLog, type AuditQuery, type AuditRecord, LOG_READ } from '../store/auditLog.ts';
import { CursorError, isCount, openCursor, sealCursor } from '../store/opaqueCursor.ts';
import { environmentSchema } from '../tools/entry.ts';
import type { Auditor } from './auditor.ts';

/** A record of the audit log, as tools and resources hand it out. */
export const auditRecordSchema = z.object({
  seq: z.number().int().describe('Counts from 1, without gaps but for what retention removed'),
  at: z.string().describe('ISO time'),
  actor: z.string().describe('Who'),
  role: z.string().optional().describe('The role in which the actor did it'),
  action: z.string().describe('The tool or resource'),
  target: z.string().optional().describe('On what'),
  environment: environmentSchema.optional(),
  vertical: z.string().optional(),
  outcome: z.string().describe('How it came out: created, refused, failed, ...'),
  node: z.string().optional().describe('Where: the node that did it'),
  correlation: z.string().optional().describe('Ties together all that one request led to'),
  details: z.unknown().optional(),
  hash: z.string().describe('SHA-256 over this record and the hash before it'),
});

export const auditPageSchema = z.object({
  records: z.array(auditRecordSchema).describe('The latest first'),
  nextCursor: z.string().optional().describe('Absent: there are no older ones'),
});

export interface AuditPage {
  records: AuditRecord[];
  nextCursor?: string;
}

/**
 * A page of the audit log, the latest first. That it was read is recorded before anything of it is given away: by what
 * was asked, not for what.
 *
 * @param cursor `nextCursor` of the page before
 * @throws CursorError
 */
export async function readAuditPage(
  { log, auditor }: { log: Pick<AuditLog, 'query'>; auditor: Auditor },
  call: Call,
  query: Omit<AuditQuery, 'beforeSeq'>,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<AuditPage> {
  const before = cursor === undefined ? {} : { beforeSeq: seqOf(cursor) };
  // One more than wanted tells whether there is a next page.
  const found = await log.query({ ...query, ...before }, limit + 1);
  const records = found.slice(0, limit);
  const last = found.length > limit ? records.at(-1) : undefined;
  const details = { by: Object.keys(query), records: records.length };
  await auditor.record(call, { outcome: LOG_READ, details });
  return { records, ...(last ? { nextCursor: cursorOf(last) } : {}) };
}

/** Names a place in the log, not an offset: what is recorded meanwhile shifts nothing. */
function cursorOf({ seq }: AuditRecord): string {
  return sealCursor('audit', [seq]);
}

/** @throws CursorError */
function seqOf(cursor: string): number {
  const [seq] = openCursor('audit', cursor);
  if (!isCount(seq)) throw new CursorError();
  return seq;
}
