import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { NoExportError, verifyExport } from '../controlPlane/audit/exportedLog.ts';
import type { AuditHead, AuditVerdict } from '../controlPlane/store/auditLog.ts';
import type { AuditArguments } from './auditArguments.ts';
import { withAuditLog } from './auditStore.ts';
import type { AuditWork } from './auditWork.ts';
import { linesOf } from './linesOf.ts';
import { reasonOf } from './unusable.ts';
import { UsageError } from './usage.ts';

/** `heady audit verify`. @returns exit code: 0 the chain is whole, 1 it is not */
export async function verifyLog(
  { from, head, json }: Extract<AuditArguments, { command: 'verify' }>,
  work: AuditWork,
): Promise<number> {
  const verdict =
    'file' in from ? await verifyFile(from.file, head, work) : await verifyStore(from, head, work);
  work.progress.end();
  work.terminal.stdout.write(json ? `${JSON.stringify(verdict)}\n` : describe(verdict));
  return verdict.valid ? 0 : 1;
}

async function verifyStore(
  from: Parameters<typeof withAuditLog>[0],
  head: AuditHead | undefined,
  { terminal, progress, signal }: AuditWork,
): Promise<AuditVerdict> {
  return await withAuditLog(from, { terminal }, async (log) => {
    const total = (await log.query({}, 1))[0]?.seq ?? 0;
    return await log.verify(head, (records) => {
      signal.throwIfAborted();
      progress.report('Following the chain', records, total);
    });
  });
}

async function verifyFile(
  file: string,
  head: AuditHead | undefined,
  { terminal, signal }: AuditWork,
): Promise<AuditVerdict> {
  const input = file === '-' ? terminal.stdin : createReadStream(resolve(terminal.cwd(), file));
  try {
    return await verifyExport(linesOf(input), head, () => signal.throwIfAborted());
  } catch (error) {
    if (error instanceof NoExportError) throw new UsageError(`${file}: ${error.message}`);
    if (error instanceof Error && 'syscall' in error)
      throw new UsageError(`${file}: ${reasonOf(error, 'read')}`);
    throw error;
  }
}

function describe(verdict: AuditVerdict): string {
  const removed = verdict.removed > 0 ? ` Retention removed ${verdict.removed} before.` : '';
  if (verdict.valid) {
    const { seq, hash } = verdict.head;
    return `The chain is whole: ${verdict.records} records.${removed}\nhead ${seq}:${hash}\n`;
  }
  return `The chain is broken at record ${verdict.seq}. ${verdict.reason}\nUp to there ${verdict.records} records are in order.${removed}\n`;
}
