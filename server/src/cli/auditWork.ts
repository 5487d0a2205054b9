import type { Progress } from '../controlPlane/backup/progress.ts';
import type { Terminal } from './lint.ts';

/** What each command of `heady audit` works with. */
export interface AuditWork {
  terminal: Terminal;
  progress: Progress;
  /** Aborted by whoever does not want to wait. */
  signal: AbortSignal;
}
