import type { AuditRecord } from '../store/auditLog.ts';

/** The fields of a record, as they stand in a table of records. */
export const AUDIT_COLUMNS = [
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
