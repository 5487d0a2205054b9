import { quietExperimentalWarnings } from '../controlPlane/quietWarnings.ts';
import { StoreError } from '../controlPlane/store/store.ts';
import { TerminalProgress } from '../controlPlane/terminalProgress.ts';
import { parseArguments } from './auditArguments.ts';
import { exportLog } from './auditExport.ts';
import { queryLog } from './auditQuery.ts';
import { AUDIT_USAGE } from './auditUsage.ts';
import { verifyLog } from './auditVerify.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage.ts';

/**
 * `heady audit`.
 *
 * @returns exit code
 * @throws {UsageError} where it cannot run
 */
export async function auditCommand(
  args: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  quietExperimentalWarnings();
  const given = parseArguments(args, terminal.stdout.isTTY === true);
  if (!given) {
    terminal.stdout.write(AUDIT_USAGE);
    return 0;
  }
  const progress = new TerminalProgress(terminal.stderr);
  const work = { terminal, progress, signal };
  try {
    switch (given.command) {
      case 'verify':
        return await verifyLog(given, work);
      case 'query':
        return await queryLog(given, work);
      case 'export':
        return await exportLog(given, work);
    }
  } catch (error) {
    if (signal.aborted) throw new UsageError('It was stopped.');
    throw error instanceof StoreError ? new UsageError(error.message) : error;
  } finally {
    progress.end();
  }
}
