/** What the page of the audit logs and the extension tell each other. */
import type {
  AuditAnswer,
  AuditFilter,
  AuditLog,
  AuditParams,
} from '../../../../server/src/protocol/audit.ts';
import type { EnvironmentName } from '../../../../server/src/protocol.ts';

export type ToPage =
  /** Show that log, and of it what passes. */
  | { type: 'show'; log: AuditLog; filter: AuditFilter }
  /** Names of servers to choose from. */
  | { type: 'servers'; servers: readonly string[] }
  /** The environment of the folder that somebody works in. */
  | { type: 'environment'; current: EnvironmentName }
  /** To the request of that number. */
  | { type: 'answer'; id: number; answer: AuditAnswer };

export type FromPage =
  /** The page listens. */
  | { type: 'ready' }
  | { type: 'read'; id: number; params: AuditParams }
  | { type: 'export'; log: AuditLog; filter: AuditFilter };
