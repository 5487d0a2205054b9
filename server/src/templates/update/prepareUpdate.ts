import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate, settleAnswers } from '../../scaffold/generate.ts';
import type { ParameterProblem } from '../../scaffold/parameters.ts';
import type { Preference } from '../../scaffold/update/mergeTexts.ts';
import { type FileUpdate, pathsOf, planUpdate } from '../../scaffold/update/planUpdate.ts';
import { type BaseFile, type ScaffoldRecord, withRecord } from '../../scaffold/update/record.ts';
import type { FileChange } from '../write/fileChange.ts';
import type { SourcedTemplate } from './newerTemplate.ts';
import type { Project } from './project.ts';

/** What bringing a project to a version of its template would do. */
export interface Update {
  project: Project;
  to: SourcedTemplate;
  files: FileUpdate[];
  /** Answers that the new version has no use for like this; then there are no files. */
  problems: ParameterProblem[];
}

export interface UpdateOptions {
  /** Answers to questions of the template that take the place of those given before. */
  parameters?: Readonly<Record<string, unknown>>;
  preference?: Preference;
  /** Paths in the workspace folder at which the template's file is taken whole. */
  taken?: ReadonlySet<string>;
  /** What an editor shows of a file, saved or not; by path in the workspace folder. */
  shown?: (path: string) => Uint8Array | undefined;
}

/** Works out an update. Writes nothing. @throws {TemplateError} where the template is wrong */
export async function prepareUpdate(
  project: Project,
  to: SourcedTemplate,
  { parameters = {}, preference = 'markers', taken, shown }: UpdateOptions = {},
): Promise<Update> {
  const { template, source } = to;
  const { root, folder, record } = project;
  const given = Object.entries(project.answers.parameters).filter(([name]) => template.parameters.has(name));
  const answers = { ...project.answers, parameters: { ...Object.fromEntries(given), ...parameters } };
  const year = record?.year ?? new Date().getFullYear();
  const generated = generate(template, answers, { year, folder });
  if (generated.problems.length > 0) return { project, to, files: [], problems: generated.problems };
  const theirs = withRecord(generated, { source, template, answers, year });
  const base = record && placed(record, folder);
  const yours = new Map<string, Uint8Array>();
  const executables = new Set<string>();
  for (const path of pathsOf({ base, theirs })) {
    const status = await lstat(join(root, path)).catch(() => undefined);
    // Links are not followed: what writes refuses them.
    const bytes = shown?.(path) ?? (status?.isFile() ? await readFile(join(root, path)) : undefined);
    if (bytes) yours.set(path, bytes);
    if (status && (status.mode & 0o111) !== 0) executables.add(path);
  }
  const settled = settleAnswers(template, answers, { year, folder }).parameters;
  const told = { name: template.name, version: template.spec.version, answers: settled };
  const files = planUpdate({
    base,
    yours,
    // Windows knows no such bit.
    ...(process.platform !== 'win32' && { executables }),
    theirs,
    template: told,
    preference,
    ...(taken && { taken }),
  });
  return { project, to, files, problems: [] };
}

/** What is to be written for it, each only over what it was worked out from. */
export function changesOf({ files }: Pick<Update, 'files'>): FileChange[] {
  return files.flatMap(({ path, outcome, bytes, executable, yours }): FileChange[] => {
    const existing = yours && { existing: { holds: yours } };
    if (outcome === 'deletedByTemplate') return [{ path, remove: true, ...existing }];
    return bytes ? [{ path, bytes, executable, ...existing }] : [];
  });
}

/** The files of a record by their paths in the workspace folder, wherever the project lies now. */
function placed({ files, outside }: ScaffoldRecord, folder: string): ReadonlyMap<string, BaseFile> {
  const prefix = folder === '' ? '' : `${folder}/`;
  return new Map([...[...files].map(([path, file]) => [`${prefix}${path}`, file] as const), ...outside]);
}
