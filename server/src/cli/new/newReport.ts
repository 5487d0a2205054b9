import { styleText } from 'node:util';
import { unifiedDiff } from '../../adopt/diff.ts';
import type { ScaffoldProblem } from '../../protocol/scaffold.ts';
import { digestOf, stampsOf } from '../../scaffold/update/record.ts';
import { mergeableText } from '../../scaffold/update/texts.ts';
import { fileTree } from '../format/fileTree.ts';
import { STYLES } from '../format/stylish.ts';
import type { FileAction, PlannedFile } from './plannedFiles.ts';

/** What is, or would be, made. */
export interface NewReport {
  /** Of the entry, as its manifest has it. */
  name: string;
  template: { source: string; name: string; version: string };
  /** Of the project, relative to the workspace folder. */
  folder: string;
  files: readonly PlannedFile[];
  problems: readonly ScaffoldProblem[];
  secrets: readonly { name: string; title?: string }[];
  /** Of the entry's own manifest, relative to the workspace folder. */
  manifest: string | undefined;
  /** Markdown: what to do next. */
  next: string | undefined;
}

const WORDS: Readonly<Record<FileAction, string>> = {
  create: 'new',
  unchanged: 'there already',
  overwrite: 'replaces another',
  keep: 'another is there, and stays',
  conflict: 'another is there',
};
const WORD_STYLES: Readonly<Record<FileAction, Parameters<typeof styleText>[0]>> = {
  create: 'green',
  unchanged: 'dim',
  overwrite: 'yellow',
  keep: 'dim',
  conflict: 'red',
};

/** The files as a tree with what becomes of each, and on demand their texts. */
export function formatFiles(
  { name, template, files }: NewReport,
  { color, withTexts }: { color: boolean; withTexts: boolean },
): string {
  const tree = fileTree(
    files.map((planned) => ({
      path: planned.file.path,
      word: wordOf(planned),
      style: WORD_STYLES[planned.action],
    })),
    color,
  );
  const texts = withTexts ? files.map(shown).join('') : '';
  return `${name} from ${template.name} ${template.version}\n\n${tree}${texts}`;
}

/** Of a file that is no text it is told what no difference can show. */
function wordOf({ file: { bytes }, action, there }: PlannedFile): string {
  const isText = [bytes, ...(there ? [there] : [])].every((each) => mergeableText(each) !== undefined);
  return isText || !there ? WORDS[action] : `${WORDS[action]} (${stampsOf(there, bytes)})`;
}

function shown({ file, action, there }: PlannedFile): string {
  if (action === 'unchanged') return '';
  const after = mergeableText(file.bytes);
  const before = there && mergeableText(there);
  const isText = after !== undefined && (there === undefined || before !== undefined);
  const body = isText ? unifiedDiff(before ?? '', after) : stampsOf(there, file.bytes);
  return `\n--- ${there === undefined ? 'nothing' : file.path}\n+++ ${file.path}\n${body}\n`;
}

/** What the rules find, each with what mends it. */
export function formatProblems(problems: readonly ScaffoldProblem[], color: boolean): string {
  return problems
    .map((problem) => {
      const { severity, message, rule } = problem;
      const word = color ? styleText(STYLES[severity], severity, { validateStream: false }) : severity;
      const about = flagOf(problem);
      return `${word}: ${about === undefined ? '' : `${about}: `}${message}${rule === undefined ? '' : ` (${rule})`}\n`;
    })
    .join('');
}

/** What on the command line gives the answer that is at fault. */
function flagOf({ question, parameter, path }: ScaffoldProblem): string | undefined {
  if (question !== undefined) return `--${question}`;
  return parameter === undefined ? path : `--set ${parameter}`;
}

/** The same as JSON; texts only where they are wanted. */
export function jsonOf(
  report: NewReport,
  { written, withTexts }: { written: boolean; withTexts: boolean },
): string {
  const files = report.files.map(({ file, action, there }) => {
    const text = withTexts ? mergeableText(file.bytes) : undefined;
    return {
      path: file.path,
      action,
      executable: file.executable,
      size: file.bytes.length,
      sha256: digestOf(file.bytes),
      ...(there && { there: { size: there.length, sha256: digestOf(there) } }),
      ...(text !== undefined && { text }),
    };
  });
  const { name, template, folder, problems, secrets, manifest, next } = report;
  const told = { name, template, folder, manifest, files, problems, secrets, next, written };
  return `${JSON.stringify(told, undefined, 2)}\n`;
}
