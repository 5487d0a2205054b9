import { plainText } from '../controlPlane/access/plainText.ts';
import type { AuditLog, AuditQuery, AuditRecord } from '../controlPlane/store/auditLog.ts';
import type { AuditArguments } from './auditArguments.ts';
import { withAuditLog } from './auditStore.ts';
import type { AuditWork } from './auditWork.ts';
import { writePatiently } from './writePatiently.ts';

/** Records read at a time. */
const PAGE = 500;

/** `heady audit query`. @returns exit code */
export async function queryLog(
  { from, query, limit, format }: Extract<AuditArguments, { command: 'query' }>,
  { terminal, signal }: AuditWork,
): Promise<number> {
  return await withAuditLog(from, { terminal }, async (log) => {
    let told = 0;
    for await (const page of pagesOf(log, query, limit)) {
      signal.throwIfAborted();
      told += page.length;
      const text =
        format === 'table' ? tableOf(page) : page.map((record) => `${JSON.stringify(record)}\n`).join('');
      if (!(await writePatiently(terminal.stdout, text))) return 0;
    }
    if (format === 'table' && told === 0) terminal.stdout.write('Nothing in the audit log matches.\n');
    if (told === limit) terminal.stderr.write(`heady audit: ${limit} records; there may be more: --limit.\n`);
    return 0;
  });
}

async function* pagesOf(log: AuditLog, query: AuditQuery, limit: number): AsyncGenerator<AuditRecord[]> {
  let left = limit;
  for (let before = {}; left > 0; ) {
    const page = await log.query({ ...query, ...before }, Math.min(left, PAGE));
    const last = page.at(-1);
    if (!last) return;
    yield page;
    left -= page.length;
    before = { beforeSeq: last.seq };
  }
}

/** As wide as what is in it; a long target stands last, where it disturbs nothing. */
function tableOf(records: readonly AuditRecord[]): string {
  const rows = records.map(({ seq, at, actor, role, action, outcome, target, details }) =>
    [
      String(seq),
      at,
      role === undefined ? actor : `${actor} (${role})`,
      action,
      outcome,
      [target, details === undefined ? undefined : JSON.stringify(details)].filter(Boolean).join(' '),
    ].map((cell) => plainText(cell, 1_000)),
  );
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}
