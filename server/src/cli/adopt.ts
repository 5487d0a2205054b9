import { readFile } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { adopt, type Proposal } from '../adopt/adopt.ts';
import { type Decisions, NO_DECISIONS, readDecisions } from '../adopt/decisions.ts';
import { existingIn } from '../adopt/existingIn.ts';
import { judge } from '../adopt/judge.ts';
import { UnreadableSource } from '../adopt/located.ts';
import { markdownReport } from '../adopt/markdown.ts';
import { reportOf } from '../adopt/report.ts';
import type { AdoptReport } from '../protocol/adopt.ts';
import { type FileChange, WriteError } from '../templates/write/fileChange.ts';
import { takeBackInterrupted, writeProject } from '../templates/write/writeProject.ts';
import { ADOPT_USAGE, type AdoptArguments, parseAdoptArguments } from './adoptArguments.ts';
import { readSourceFiles } from './adoptSources.ts';
import { formatAdoption } from './format/adoptStylish.ts';
import { colorOf } from './lint.ts';
import type { Terminal } from './terminal.ts';
import { reasonOf } from './unusable.ts';
import { UsageError } from './usage.ts';
import { openWorkspace } from './workspace.ts';

/**
 * `heady adopt`.
 *
 * @returns exit code
 * @throws {UsageError} where it cannot run
 */
export async function adoptCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = parseAdoptArguments(args);
  if (options.help) {
    terminal.stdout.write(ADOPT_USAGE);
    return 0;
  }
  const cwd = terminal.cwd();
  const decisions = await decisionsOf(options, cwd);
  const { files, unreadable } = await readSourceFiles(options.paths, cwd);
  const { index } = await openWorkspace(['.'], cwd);
  const posix = (path: string) => path.split(sep).join('/');
  const existing = existingIn(index, (uri) => posix(relative(cwd, uri)));
  const folder = posix(relative(cwd, resolve(cwd, options.out)));
  const adoption = adopt({ files, decisions, existing, folder });
  const before = (proposal: Proposal) => {
    const path = proposal.existing && posix(resolve(cwd, proposal.existing.path));
    return path === undefined ? undefined : index.file(path)?.text;
  };
  const texts = new Map(adoption.proposals.map((each) => [each.path, before(each)]));
  const report = reportOf(
    adoption,
    judge(adoption.proposals, index, (path) => posix(resolve(cwd, path))),
  );

  const written = options.write ? await write(adoption.proposals, options, cwd, before) : undefined;
  if (options.format === 'json')
    terminal.stdout.write(`${JSON.stringify({ ...report, written: written ?? [] }, null, 2)}\n`);
  else if (options.format === 'markdown')
    terminal.stdout.write(markdownReport(report, { withTexts: !options.write }));
  else {
    const color = options.color ?? colorOf(terminal);
    terminal.stdout.write(formatAdoption(report, { color, written, textBefore: (path) => texts.get(path) }));
  }
  for (const { file, reason } of unreadable) {
    terminal.stderr.write(`heady adopt: ${file}: ${reason} It was not adopted from.\n`);
  }
  if (files.length === 0) {
    terminal.stderr.write(
      'heady adopt: nothing was found to adopt from. Name the files that describe your services.\n',
    );
    return 2;
  }
  return isLeftOver(report, options, written) || unreadable.length > 0 ? 1 : 0;
}

function isLeftOver(
  { manifests, summary }: AdoptReport,
  options: AdoptArguments,
  written: string[] | undefined,
): boolean {
  const breaks = manifests.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
  const differs = manifests.some(
    ({ status, path }) => status === 'differs' && !(options.overwrite && written?.includes(path)),
  );
  return breaks || differs || summary.refused > 0;
}

async function decisionsOf(options: AdoptArguments, cwd: string): Promise<Decisions> {
  const { environment, vertical, owner, sensitivity, map } = options;
  const stated = {
    ...(environment ? { environment } : {}),
    ...(vertical ? { vertical } : {}),
    ...(owner ? { owner } : {}),
    ...(sensitivity ? { sensitivity } : {}),
  };
  const decisions = map === undefined ? NO_DECISIONS : await readMap(map, cwd);
  return { ...decisions, defaults: { ...decisions.defaults, ...stated } };
}

async function readMap(path: string, cwd: string): Promise<Decisions> {
  const text = await readFile(resolve(cwd, path), 'utf8').catch((error) => {
    throw new UsageError(`--map ${path}: ${reasonOf(error, 'read')}`);
  });
  try {
    return readDecisions(path, text);
  } catch (error) {
    if (error instanceof UnreadableSource)
      throw new UsageError(`--map ${path}:${error.line}: ${error.message}`);
    throw error;
  }
}

/** @returns paths of what was written, from the working directory */
async function write(
  proposals: readonly Proposal[],
  { overwrite }: AdoptArguments,
  cwd: string,
  before: (proposal: Proposal) => string | undefined,
): Promise<string[]> {
  const changes = proposals.flatMap((proposal): FileChange[] => {
    const { path, text, status, existing } = proposal;
    const change = { path, bytes: Buffer.from(text), executable: false };
    if (status === 'new') return [change];
    const known = before(proposal);
    const isReplaced = overwrite && status === 'differs' && !existing?.sharesFile && known !== undefined;
    return isReplaced ? [{ ...change, existing: 'overwrite' }] : [];
  });
  try {
    await takeBackInterrupted(cwd);
    return (await writeProject(cwd, changes)).written;
  } catch (error) {
    if (error instanceof WriteError) throw new UsageError(error.message);
    throw error;
  }
}
