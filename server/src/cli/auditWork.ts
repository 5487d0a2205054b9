import type { TerminalProgress } from '../controlPlane/terminalProgress.ts';
import type { Terminal } from './terminal.ts';

/** What each command of `heady audit` works with. */
export interface AuditWork {
  terminal: Terminal;
  progress: TerminalProgress;
  /** Aborted by whoever does not want to wait. */
  signal: AbortSignal;
}
