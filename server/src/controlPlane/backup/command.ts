import { failure, log } from '../failure.ts';
import { interruption } from '../interruption.ts';
import { openRawStore } from '../openStore.ts';
import { settingsSources } from '../settings/sources.ts';
import type { RawStore } from '../store/rawStore.ts';
import { TerminalProgress } from '../terminalProgress.ts';
import { userName } from '../userName.ts';
import { BACKUP_USAGE, type BackupArguments, parseArguments, RESTORE_USAGE } from './arguments.ts';
import { backUp } from './backUp.ts';
import type { BackupSummary } from './backupFormat.ts';
import { restore } from './restore.ts';

interface Command {
  name: string;
  /** What its file is called on the command line. */
  file: 'to' | 'from';
  usage: string;
  /** Stands before the reason. */
  whatFails: string;
}

const BACKUP: Command = {
  name: 'backup',
  file: 'to',
  usage: BACKUP_USAGE,
  whatFails: 'no backup was made: ',
};
const RESTORE: Command = {
  name: 'restore',
  file: 'from',
  usage: RESTORE_USAGE,
  whatFails: 'nothing was restored: ',
};

/** What both commands need while they work. */
interface Work {
  signal: AbortSignal;
  progress(what: string, done: number, of: number): void;
}

/** `heady control-plane backup`. @returns exit code */
export async function backupCommand(args: readonly string[]): Promise<number> {
  return await run(args, BACKUP, async (store, { path }, work) => {
    const summary = await backUp(store, { path, ...work });
    return `Backed up ${countOf(summary)} rows into ${path}.${chainOf(summary)}`;
  });
}

/** `heady control-plane restore`. @returns exit code */
export async function restoreCommand(args: readonly string[]): Promise<number> {
  return await run(args, RESTORE, async (store, { path, replace }, work) => {
    const { header, summary, kept } = await restore(store, { path, replace, actor: userName(), ...work });
    const aside = kept === undefined ? '' : ` What was there before is kept as ${kept}.`;
    return `Restored ${countOf(summary)} rows of the backup made at ${header.at}.${aside}${chainOf(summary)}`;
  });
}

async function run(
  args: readonly string[],
  { name, file, usage, whatFails }: Command,
  work: (store: RawStore, given: BackupArguments, work: Work) => Promise<string>,
): Promise<number> {
  const progress = new TerminalProgress(process.stderr);
  try {
    const given = parseArguments(settingsSources(args), file);
    if (!given) {
      process.stdout.write(usage);
      return 0;
    }
    const store = await openRawStore(given.store, { warn: log, patience: given.storeTimeout });
    const signal = interruption(1, () => log('Stopping. Once more ends it without tidying up.'));
    try {
      const report = (what: string, done: number, of: number) => progress.report(what, done, of);
      const said = await work(store, given, { signal, progress: report });
      progress.end();
      process.stdout.write(`${said}\n`);
    } finally {
      await store.close();
    }
    return 0;
  } catch (error) {
    progress.end();
    if (!(error instanceof Error && error.name === 'AbortError'))
      return failure(error, whatFails, `heady control-plane ${name}`);
    log(`${whatFails}it was stopped.`);
    return 1;
  }
}

function countOf({ rows }: BackupSummary): number {
  return Object.values(rows).reduce((sum, count) => sum + count, 0);
}

function chainOf({ audit }: BackupSummary): string {
  if (audit.valid) return '';
  return ` Its audit log was not whole when the backup was made: ${audit.reason}`;
}
