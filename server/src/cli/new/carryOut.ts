import type { FileChange } from '../../templates/write/fileChange.ts';
import { checkWritable, takeBackInterrupted, writeProject } from '../../templates/write/writeProject.ts';
import { colorOf } from '../lint.ts';
import type { Terminal } from '../terminal.ts';
import type { Asker } from './asker.ts';
import type { NewArguments } from './newArguments.ts';
import { formatFiles, formatProblems, jsonOf, type NewReport } from './newReport.ts';
import type { PlannedFile } from './plannedFiles.ts';

/**
 * Shows what would be made, asks whether to go on where somebody can be asked, and writes it.
 *
 * @returns exit code
 * @throws {WriteError} where it cannot be written
 */
export async function carryOut(
  report: NewReport,
  root: string,
  options: NewArguments,
  terminal: Terminal,
  asker: Asker | undefined,
): Promise<number> {
  const { files, problems } = report;
  const { json, dryRun, diff: withTexts } = options;
  const color = options.color ?? colorOf(terminal);
  const clashes = files.some(({ action }) => action === 'conflict');
  const isRefused = clashes || problems.some(({ severity }) => severity === 'error');
  const changes = files.flatMap(changeOf);
  if (!isRefused) await checkWritable(root, changes);
  if (!json && (dryRun || asker || clashes)) {
    const text = formatFiles(report, { color, withTexts });
    if (asker) asker.tell(text.trimEnd());
    else terminal.stdout.write(text);
  }
  if (!json) terminal.stderr.write(formatProblems(problems, color));
  const written = !isRefused && !dryRun && (!asker || (await asker.confirm('Write these files?', true)));
  if (written) await writeProject(root, changes);
  if (json) terminal.stdout.write(jsonOf(report, { written, withTexts }));
  else terminal.stdout.write(written ? done(report, root) : undone(report, dryRun));
  if (isRefused) return 1;
  return written || dryRun ? 0 : 2;
}

/** Takes back what a run that was killed left, and says so. @throws {WriteError} where it cannot be */
export async function takeBackFirst(root: string, { stderr }: Terminal): Promise<void> {
  if ((await takeBackInterrupted(root)) > 0)
    stderr.write('heady: an earlier run was interrupted; what it had written was taken back.\n');
}

function changeOf({ file, action, there }: PlannedFile): FileChange[] {
  if (action === 'create') return [file];
  return action === 'overwrite' && there ? [{ ...file, existing: { holds: there } }] : [];
}

function done({ name, files, secrets, next }: NewReport, root: string): string {
  const count = files.filter(({ action }) => action === 'create' || action === 'overwrite').length;
  const kept = secrets.map(
    ({ name: secret, title }) => `  ${secret}${title === undefined ? '' : `: ${title}`}\n`,
  );
  return [
    `${name}: ${count} file${count === 1 ? '' : 's'} written to ${root}.\n`,
    kept.length > 0 ? `It needs secrets, which stand in no file:\n${kept.join('')}` : '',
    next === undefined ? '' : `\n${next.trimEnd()}\n`,
  ].join('');
}

function undone({ name, files, problems }: NewReport, dryRun: boolean): string {
  const clashes = files.filter(({ action }) => action === 'conflict').length;
  if (problems.some(({ severity }) => severity === 'error'))
    return `${name} breaks a rule: nothing was written.\n`;
  if (clashes === 0) return dryRun ? '\nNothing was written.\n' : 'Nothing was written.\n';
  const what =
    clashes === 1 ? '1 file is there already and differs' : `${clashes} files are there already and differ`;
  return `\n${what}: nothing was written. Add --keep or --overwrite, or choose another --folder.\n`;
}
