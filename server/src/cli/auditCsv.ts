import { AUDIT_COLUMNS } from '../controlPlane/audit/auditColumns.ts';
import type { AuditRecord } from '../controlPlane/store/auditLog.ts';
import { csvCell } from '../csv.ts';

export const CSV_HEADER = `${AUDIT_COLUMNS.join(',')}\r\n`;

/** A record as a line of RFC 4180. */
export function csvLine(record: AuditRecord): string {
  return `${AUDIT_COLUMNS.map((column) => csvCell(record[column])).join(',')}\r\n`;
}
