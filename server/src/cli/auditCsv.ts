import type { AuditRecord } from '../controlPlane/store/auditLog.ts';

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

/** What a spreadsheet takes for the beginning of a formula, in their full-width forms too. */
const FORMULA = /^(\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r])/;

export const CSV_HEADER = `${COLUMNS.join(',')}\r\n`;

/** A record as a line of RFC 4180. */
export function csvLine(record: AuditRecord): string {
  return `${COLUMNS.map((column) => cellOf(record[column])).join(',')}\r\n`;
}

function cellOf(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // An apostrophe in front has every spreadsheet show it as text.
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
