import type { EnvironmentName } from '../protocol.ts';

/** `calls`: of tools and whatever else MCP servers offer, through the gateway; `controlPlane`: what was done there. */
export type AuditLog = 'calls' | 'controlPlane';

/** Records meet all conditions given. Times are ISO 8601. */
export interface AuditFilter {
  /** Of the control plane's log alone: whose control plane is asked. Absent: that of the first folder's environment. */
  environment?: EnvironmentName;
  /** Of calls alone. */
  server?: string;
  /** A part of the tool's name, or of whatever was called; of the control plane's log the whole name of the action. */
  item?: string;
  actor?: string;
  outcome?: string;
  /** By which a call was refused. */
  rule?: string;
  /** Then and later. */
  from?: string;
  /** Before then. */
  until?: string;
}

export interface AuditParams {
  log: AuditLog;
  filter: AuditFilter;
  /** `older` of the page before. */
  before?: string;
  /** `newest` of an earlier page: only what was recorded since then. Of calls alone. */
  after?: string;
  /** Records at most. */
  limit?: number;
}

/** A record as it stands in the log. */
export type AuditRecord = Readonly<Record<string, unknown>>;

/** Whose log it is; of the control plane's alone. */
export interface AuditSource {
  environment: EnvironmentName;
  /** Its host; absent: it is built in. */
  place?: string;
}

export interface AuditPage {
  of?: AuditSource;
  /** The latest first. */
  records: AuditRecord[];
  /** Where to go on from; absent: there is nothing older. */
  older?: string;
  /** Where the log ended; absent where that is not known. */
  newest?: string;
  /** How far back was looked, as ISO 8601, where a page is not full though there is more. */
  searchedTo?: string;
}

export interface AuditUnread {
  /** `refused`: the role may not read it; `offline`: nobody can be asked now; `none`: there is no such log here. */
  state: 'refused' | 'offline' | 'none';
  message: string;
  of?: AuditSource;
}

export type AuditAnswer = AuditPage | AuditUnread;

/** One line for each record; `csv` as of RFC 4180, safe to open in a spreadsheet. */
export type AuditFormat = 'csv' | 'jsonl';

export interface AuditExportParams extends AuditParams {
  format: AuditFormat;
}

/** A page as text, the latest first; the first of a CSV begins with the names of its columns. */
export interface AuditText {
  text: string;
  records: number;
  older?: string;
}

export const AuditMethods = {
  /** request: AuditParams => AuditAnswer */
  read: 'heady/audit',
  /** request: AuditExportParams => AuditText, or why there is none */
  export: 'heady/audit/export',
} as const;
