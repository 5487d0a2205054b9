import { relative, resolve } from 'node:path';
import { TemplateError } from '../../scaffold/template/template.ts';
import { newerTemplate, presentTemplate } from '../../templates/update/newerTemplate.ts';
import { changesOf, prepareUpdate, type Update } from '../../templates/update/prepareUpdate.ts';
import { type Project, projectOf } from '../../templates/update/project.ts';
import { WriteError } from '../../templates/write/fileChange.ts';
import { writeProject } from '../../templates/write/writeProject.ts';
import { colorOf } from '../lint.ts';
import { takeBackFirst } from '../new/carryOut.ts';
import { parameterValues } from '../new/parameterValues.ts';
import { libraryOf, workspaceFolder } from '../templateLibrary.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage.ts';
import { openWorkspace } from '../workspace.ts';
import { uncommitted } from './uncommitted.ts';
import { parseUpdateArguments, UPDATE_USAGE, type UpdateArguments } from './updateArguments.ts';
import { formatUpdate, titleOf, updateJson } from './updateReport.ts';

/**
 * `heady update`.
 *
 * @returns exit code
 * @throws {UsageError} where it cannot run
 */
export async function updateCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = parseUpdateArguments(args);
  if (options.help) {
    terminal.stdout.write(UPDATE_USAGE);
    return 0;
  }
  const root = workspaceFolder(options.workspace, terminal.cwd());
  const writes = !options.check && !options.dryRun;
  if (writes) await inWords(takeBackFirst(root, terminal));
  const projects = await projectsIn(root, options.paths, terminal);
  const contents = await libraryOf(root, options.templates, terminal, options.controlPlane).list();
  const updates: Update[] = [];
  for (const project of projects) {
    const to = newerTemplate(project, contents);
    if (to) updates.push(await prepared(project, to, options));
    else if (!presentTemplate(project, contents))
      terminal.stderr.write(
        `heady update: ${project.manifest}: no source has its template "${project.template.name}". Name one with --templates.\n`,
      );
  }
  if (writes && !options.force) await refuseUncommitted(root, updates);
  if (writes)
    for (const [index, update] of updates.entries()) updates[index] = await carriedOut(update, options);
  report(updates, projects.length, options, terminal);
  if (options.check) return updates.length > 0 ? 1 : 0;
  const isOpen = ({ files, problems }: Update) =>
    problems.length > 0 || files.some(({ outcome }) => outcome === 'conflict');
  return updates.some(isOpen) ? 1 : 0;
}

/** What was made from a template below the given paths. */
async function projectsIn(root: string, paths: readonly string[], terminal: Terminal): Promise<Project[]> {
  const { index, linted, unreadable } = await openWorkspace(paths, terminal.cwd());
  for (const { file, reason } of unreadable) terminal.stderr.write(`heady update: ${file}: ${reason}\n`);
  const projects: Project[] = [];
  for (const { path, uri } of linted) {
    if (relative(root, path).startsWith('..')) continue;
    for (const { document } of index.file(uri)?.documents ?? []) {
      const project = await projectOf(root, resolve(path), document);
      if (project) projects.push(project);
    }
  }
  return projects;
}

async function prepared(
  project: Project,
  to: Parameters<typeof prepareUpdate>[1],
  { set, preference }: UpdateArguments,
): Promise<Update> {
  try {
    return await prepareUpdate(project, to, { parameters: parameterValues(to.template, set), preference });
  } catch (error) {
    if (error instanceof TemplateError) throw new UsageError(`${to.template.name}: ${error.message}.`);
    throw error;
  }
}

/** @throws {UsageError} where what would be written over is not committed */
async function refuseUncommitted(root: string, updates: readonly Update[]): Promise<void> {
  const paths = updates.flatMap(changesOf).map(({ path }) => path);
  const dirty = await uncommitted(root, paths);
  if (dirty.length === 0) return;
  const others = dirty.length > 3 ? ` and ${dirty.length - 3} more` : '';
  throw new UsageError(
    `${dirty.slice(0, 3).join(', ')}${others}: changes that git has not committed could not be told from the update's. Commit them first, or add --force. Nothing was written.`,
  );
}

/** All of a project or none. Worked out anew: one before it may have written files that both share. */
async function carriedOut({ project, to }: Update, options: UpdateArguments): Promise<Update> {
  const update = await prepared(project, to, options);
  await inWords(writeProject(project.root, changesOf(update)), `${project.name}: `);
  return update;
}

/** @throws {UsageError} where it could not be written */
async function inWords(writing: Promise<unknown>, about = ''): Promise<void> {
  try {
    await writing;
  } catch (error) {
    if (error instanceof WriteError) throw new UsageError(`${about}${error.message}`);
    throw error;
  }
}

function report(
  updates: readonly Update[],
  count: number,
  { check, dryRun, diff, json, color }: UpdateArguments,
  terminal: Terminal,
): void {
  const written = !check && !dryRun && updates.some(({ problems }) => problems.length === 0);
  if (json) {
    const told = updates.map((update) => updateJson(update, written && update.problems.length === 0));
    terminal.stdout.write(`${JSON.stringify({ projects: count, updates: told }, undefined, 2)}\n`);
    return;
  }
  const texts = updates.map((update) =>
    check
      ? `${titleOf(update)}\n`
      : formatUpdate(update, { color: color ?? colorOf(terminal), withTexts: diff }),
  );
  const conflicts = updates
    .flatMap(({ files }) => files)
    .filter(({ outcome }) => outcome === 'conflict').length;
  terminal.stdout.write(texts.join(check ? '' : '\n'));
  terminal.stdout.write(lastWord(updates.length, count, conflicts, { check, written }));
}

function lastWord(
  updates: number,
  count: number,
  conflicts: number,
  { check, written }: { check: boolean; written: boolean },
): string {
  if (count === 0) return 'Nothing here was made from a template.\n';
  if (updates === 0) return 'Everything is as its template has it now.\n';
  if (check) return `${updates} of ${count} can be brought to a newer version: heady update.\n`;
  if (!written) return '\nNothing was written.\n';
  if (conflicts === 0) return '\nDone. Run the tests, and look at the changes before you commit them.\n';
  return `\n${conflicts} file${conflicts === 1 ? ' has' : 's have'} places that both sides changed. Settle them between the markers, then run the tests.\n`;
}
