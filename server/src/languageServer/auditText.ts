import { AUDIT_COLUMNS } from '../controlPlane/audit/auditColumns.ts';
import { csvCell } from '../csv.ts';
import type { AuditFormat, AuditLog, AuditRecord } from '../protocol/audit.ts';

const COLUMNS: Readonly<Record<AuditLog, readonly string[]>> = {
  calls: [
    'at',
    'actor',
    'roles',
    'workspace',
    'environment',
    'server',
    'method',
    'item',
    'outcome',
    'rule',
    'milliseconds',
    'correlation',
    'trace',
    'arguments',
  ],
  controlPlane: AUDIT_COLUMNS,
};

/** Records as lines of a file. @param isFirst begins with the names of the columns, where it has any */
export function auditText(
  records: readonly AuditRecord[],
  log: AuditLog,
  format: AuditFormat,
  isFirst: boolean,
): string {
  if (format === 'jsonl') return records.map((record) => `${JSON.stringify(record)}\n`).join('');
  const columns = COLUMNS[log];
  const rows = records.map((record) => columns.map((column) => csvCell(record[column])));
  return [...(isFirst ? [columns] : []), ...rows].map((cells) => `${cells.join(',')}\r\n`).join('');
}
