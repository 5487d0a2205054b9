import { relative, resolve, sep } from 'node:path';
import { TemplateError } from '../../scaffold/template/template.ts';
import { newerTemplate, presentTemplate, sameTemplate } from '../../templates/update/newerTemplate.ts';
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
  const taken = takenPaths(root, options.check ? [] : options.take, terminal.cwd());
  const due: Due[] = [];
  for (const project of projects) {
    const newer = newerTemplate(project, contents);
    const to = newer ?? (taken.size > 0 ? sameTemplate(project, contents) : undefined);
    if (to) due.push({ project, to });
    else if (!presentTemplate(project, contents))
      terminal.stderr.write(
        `heady update: ${project.manifest}: no source has its template "${project.template.name}". Name one with --templates.\n`,
      );
  }
  // Which versions there are needs no merge, which thousands of projects would make long.
  if (options.check && !options.json) {
    terminal.stdout.write(due.map((each) => `${titleOf(each)}\n`).join(''));
    terminal.stdout.write(lastCheck(due.length, projects.length));
    return due.length > 0 ? 1 : 0;
  }
  const updates: Update[] = [];
  for (const { project, to } of due) updates.push(await prepared(project, to, options, taken));
  refuseUnknown(taken, updates);
  if (writes && !options.force) await refuseUncommitted(root, updates);
  if (writes)
    for (const [index, update] of updates.entries())
      updates[index] = await carriedOut(update, options, taken);
  report(updates, projects.length, options, terminal);
  if (options.check) return updates.length > 0 ? 1 : 0;
  const isOpen = ({ files, problems }: Update) =>
    problems.length > 0 || files.some(({ outcome }) => outcome === 'conflict');
  return updates.some(isOpen) ? 1 : 0;
}

/** A project and what it can be brought to. */
type Due = Pick<Update, 'project' | 'to'>;

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

/** Paths in the workspace folder, with `/`, by what was typed. */
function takenPaths(root: string, typed: readonly string[], cwd: string): ReadonlySet<string> {
  return new Set(typed.map((path) => relative(root, resolve(cwd, path)).split(sep).join('/')));
}

/** @throws {UsageError} where something is to be taken that no template has */
function refuseUnknown(taken: ReadonlySet<string>, updates: readonly Update[]): void {
  if (updates.some(({ problems }) => problems.length > 0)) return;
  const known = new Set(updates.flatMap(({ files }) => files.map(({ path }) => path)));
  const unknown = [...taken].find((path) => !known.has(path));
  if (unknown !== undefined)
    throw new UsageError(
      `--take ${unknown}: no update here has a file of that path. 'heady update --dry-run' lists them.`,
    );
}

async function prepared(
  project: Project,
  to: Parameters<typeof prepareUpdate>[1],
  { set, preference }: UpdateArguments,
  taken: ReadonlySet<string>,
): Promise<Update> {
  try {
    const parameters = parameterValues(to.template, set);
    return await prepareUpdate(project, to, { parameters, preference, taken });
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
async function carriedOut(
  { project, to }: Update,
  options: UpdateArguments,
  taken: ReadonlySet<string>,
): Promise<Update> {
  const update = await prepared(project, to, options, taken);
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
  const format = { color: color ?? colorOf(terminal), withTexts: diff };
  terminal.stdout.write(updates.map((update) => formatUpdate(update, format)).join('\n'));
  terminal.stdout.write(lastWord(updates, count, written));
}

function lastCheck(due: number, count: number): string {
  return due === 0
    ? nothingToDo(count)
    : `${due} of ${count} can be brought to a newer version: heady update.\n`;
}

function nothingToDo(count: number): string {
  return count === 0
    ? 'Nothing here was made from a template.\n'
    : 'Everything is as its template has it now.\n';
}

function lastWord(updates: readonly Update[], count: number, written: boolean): string {
  if (updates.length === 0) return nothingToDo(count);
  if (!written) return '\nNothing was written.\n';
  const conflicts = updates.flatMap(({ files }) => files.filter(({ outcome }) => outcome === 'conflict'));
  const marked = conflicts.filter(({ bytes }) => bytes !== undefined).length;
  const kept = conflicts.length - marked;
  if (conflicts.length === 0)
    return '\nDone. Run the tests, and look at the changes before you commit them.\n';
  const settle =
    marked === 0
      ? ''
      : `${marked} file${marked === 1 ? ' has' : 's have'} places that both sides changed. Settle them between the markers, then run the tests.\n`;
  const what = kept === 1 ? '1 file that is no text was' : `${kept} files that are no text were`;
  const choose = kept === 0 ? '' : `${what} kept. To have the template's: heady update --take PATH.\n`;
  return `\n${settle}${choose}`;
}
