import { styleText } from 'node:util';
import { unifiedDiff } from '../../adopt/diff.ts';
import { andMore, grouped } from '../../adopt/grouped.ts';
import { counted, NOTE_TITLES, sentenceOf } from '../../adopt/markdown.ts';
import type { AdoptManifest, AdoptReport } from '../../protocol/adopt.ts';
import { redacted } from '../../rules/security/redacted.ts';
import { STYLES } from './stylish.ts';

type Style = Parameters<typeof styleText>[0];

export interface AdoptDisplay {
  color: boolean;
  /** Paths that were written; undefined: it was not asked for. */
  written: readonly string[] | undefined;
  /** Of the file of a manifest that is there. */
  textBefore(path: string): string | undefined;
}

const MARKS = { new: '+', there: '=', differs: '~' } as const;
const MARK_STYLES: Record<AdoptManifest['status'], Style> = { new: 'green', there: 'dim', differs: 'yellow' };

/** The preview for people: the files as a tree, what differs, what is left to decide, and a sum. */
export function formatAdoption(report: AdoptReport, { color, written, textBefore }: AdoptDisplay): string {
  const style = (name: Style, text: string) =>
    color ? styleText(name, text, { validateStream: false }) : text;
  const blocks = [
    tree(report.manifests, style),
    ...report.manifests.flatMap((manifest) => differences(manifest, textBefore(manifest.path), style)),
    ...findings(report.manifests, style),
    ...NOTE_TITLES.flatMap(([kind, title]) => {
      const notes = report.notes.filter((note) => note.kind === kind);
      if (notes.length === 0) return [];
      const lines = grouped(notes, ({ file, message }) => `${file}\n${message}`).map((group) => {
        const { file, line, what, message } = group.first;
        const said = `${what ? `${plain(what)}: ` : ''}${plain(message)}${andMore(group)}`;
        return `  ${style('dim', `${plain(file)}:${line}`)}  ${said}`;
      });
      return [`${style('bold', title)}\n${lines.join('\n')}\n`];
    }),
    `${sentenceOf(report)}\n${lastWord(report, written)}\n`,
  ];
  return blocks.filter((block) => block !== '').join('\n');
}

function tree(manifests: readonly AdoptManifest[], style: (name: Style, text: string) => string): string {
  const lines: string[] = [];
  let open: string[] = [];
  for (const { path, kind, name, status, from } of manifests) {
    const folders = path.split('/').slice(0, -1);
    const shared = folders.findIndex((folder, i) => folder !== open[i]);
    const start = shared < 0 ? folders.length : shared;
    for (const [i, folder] of folders.slice(start).entries())
      lines.push(`${'  '.repeat(start + i)}${folder}/`);
    open = folders;
    const [first] = from;
    const origin = first ? style('dim', `  ${plain(first.file)}:${first.line}`) : '';
    const mark = style(MARK_STYLES[status], MARKS[status]);
    lines.push(`${'  '.repeat(folders.length)}${mark} ${path.split('/').at(-1)}  ${kind} ${name}${origin}`);
  }
  return lines.length > 0 ? `${lines.join('\n')}\n` : '';
}

function differences(
  { path, status, sharesFile, text, differences: fields }: AdoptManifest,
  before: string | undefined,
  style: (name: Style, text: string) => string,
): string[] {
  if (status !== 'differs') return [];
  const title = style('underline', path);
  if (sharesFile || before === undefined) {
    const lines = fields.map(
      ({ field, there, proposed }) => `  ${field}: ${there ?? 'not stated'}, the source says ${proposed}`,
    );
    return [`${title}\n${lines.join('\n')}\n`];
  }
  const colored = unifiedDiff(before, text)
    .split('\n')
    .map((line) =>
      style(line.startsWith('+') ? 'green' : line.startsWith('-') ? 'red' : 'dim', redacted(line)),
    );
  return [`${title}\n${colored.join('\n')}\n`];
}

function findings(
  manifests: readonly AdoptManifest[],
  style: (name: Style, text: string) => string,
): string[] {
  const all = manifests.flatMap(({ path, findings: own }) => own.map((finding) => ({ path, ...finding })));
  const lines = grouped(all, ({ rule, message }) => `${rule}\n${message}`).map((group) => {
    const { path, line, rule, severity, message } = group.first;
    const place = style('dim', `${path}:${line}`);
    return `  ${place}  ${style(STYLES[severity], severity)}  ${plain(message)}${andMore(group)}  ${style('dim', rule)}`;
  });
  return lines.length > 0
    ? [`${style('bold', 'Left to decide in the manifests')}\n${lines.join('\n')}\n`]
    : [];
}

function lastWord({ summary }: AdoptReport, written: readonly string[] | undefined): string {
  if (written)
    return written.length === 0
      ? 'Nothing had to be written.'
      : `${counted(written.length, 'file')} written.`;
  return summary.new === 0
    ? 'Nothing new is proposed.'
    : `Nothing was written; with --write ${counted(summary.new, 'file')} would be.`;
}

/** What a source says must not steer the terminal. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
