import type { AuditRecord } from '../controlPlane/store/auditLog.ts';
import { csvCell } from './format/csv.ts';

const COLUMNS = [
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
  'hash',
] as const satisfies readonly (keyof AuditRecord)[];

export const CSV_HEADER = `${COLUMNS.join(',')}\r\n`;

/** A record as a line of RFC 4180. */
export function csvLine(record: AuditRecord): string {
  return `${COLUMNS.map((column) => csvCell(record[column])).join(',')}\r\n`;
}
