import type { styleText } from 'node:util';
import { unifiedDiff } from '../../adopt/diff.ts';
import type { FileUpdate, UpdateOutcome } from '../../scaffold/update/planUpdate.ts';
import { digestOf, stampsOf } from '../../scaffold/update/record.ts';
import { mergeableText } from '../../scaffold/update/texts.ts';
import type { Update } from '../../templates/update/prepareUpdate.ts';
import { fileTree } from '../format/fileTree.ts';

type Style = Parameters<typeof styleText>[0];

const WORDS: Readonly<Record<UpdateOutcome, [word: string, style: Style]>> = {
  unchanged: ['stays', 'dim'],
  updated: ['updated', 'green'],
  merged: ['merged with your changes', 'green'],
  conflict: ['conflict', 'red'],
  added: ['new', 'green'],
  deletedByTemplate: ['deleted', 'yellow'],
  deletedByUser: ['stays deleted', 'dim'],
};

/** What becomes of each file, those that stay left out, and on demand the differences. */
export function formatUpdate(
  update: Update,
  { color, withTexts }: { color: boolean; withTexts: boolean },
): string {
  const { project, to, files, problems } = update;
  const changed = files.filter(({ outcome, note }) => outcome !== 'unchanged' || note !== undefined);
  const tree = fileTree(changed.map(treeFile), color);
  const texts = withTexts ? changed.map(differences).join('') : '';
  const misfits = problems.map(({ parameter, message }) => `  --set ${parameter}: ${message}\n`).join('');
  return `${titleOf(update)}\n${project.lost === undefined ? '' : `${project.lost} Where a file differs, all of it is left to you.\n`}\n${misfits === '' ? tree : `${to.template.name} ${to.template.spec.version} does not take the answers that were given:\n${misfits}`}${texts}`;
}

/** Which project goes from which version to which. */
export function titleOf({ project, to }: Pick<Update, 'project' | 'to'>): string {
  const { name, version } = project.template;
  return `${project.name}: ${name} ${version} -> ${to.template.spec.version}`;
}

function treeFile({ path, outcome, conflicts, note }: FileUpdate) {
  const [word, style] = WORDS[outcome];
  const count = conflicts > 1 ? `, ${conflicts} places` : '';
  return { path, word: `${word}${count}${note === undefined ? '' : `: ${note}`}`, style };
}

function differences({ path, yours, bytes }: FileUpdate): string {
  if (!bytes) return '';
  const [before, after] = [yours ? mergeableText(yours) : '', mergeableText(bytes)];
  const isText = before !== undefined && after !== undefined;
  const body = isText ? unifiedDiff(before, after) : stampsOf(yours, bytes);
  return `\n--- ${yours ? path : 'nothing'}\n+++ ${path}\n${body}\n`;
}

/** What tells two files apart that are no text. */
function factsOf(bytes: Uint8Array) {
  return { size: bytes.length, sha256: digestOf(bytes) };
}

/** The same as JSON. */
export function updateJson(update: Update, written: boolean) {
  const { project, to, files, problems } = update;
  return {
    name: project.name,
    manifest: project.manifest,
    template: project.template.name,
    from: project.template.version,
    to: to.template.spec.version,
    source: to.source,
    ...(project.lost !== undefined && { lost: project.lost }),
    files: files.map(({ path, outcome, conflicts, yours, offered, note }) => ({
      path,
      outcome,
      conflicts,
      ...(yours && offered && { yours: factsOf(yours), template: factsOf(offered) }),
      ...(note !== undefined && { note }),
    })),
    problems,
    written,
  };
}
