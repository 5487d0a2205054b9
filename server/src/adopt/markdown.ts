import type { AdoptManifest, AdoptNote, AdoptNoteKind, AdoptReport } from '../protocol/adopt.ts';
import { andMore, grouped } from './grouped.ts';

/** Headings of notes, in the order in which they matter. */
export const NOTE_TITLES: readonly (readonly [AdoptNoteKind, string])[] = [
  ['refused', 'Not read'],
  ['decide', 'To decide'],
  ['secret', 'Secrets that stay where they are'],
  ['conflict', 'Sources that disagree'],
  ['unmapped', 'Not mapped'],
  ['named', 'Names'],
];

const STATUS = { new: 'new', there: 'there already', differs: 'differs' } as const;

/** The report for people, as a Markdown document. @param withTexts the new manifests follow in full */
export function markdownReport(report: AdoptReport, { withTexts }: { withTexts: boolean }): string {
  const { manifests, notes, sources } = report;
  const parts = [
    `# Adopted services\n\n${sentenceOf(report)}`,
    `## Sources\n\n${list(sources.map(({ file, formats }) => `${code(file)}: ${formats.join(', ') || 'nothing in it'}`))}`,
    `## Manifests\n\n${manifestTable(manifests)}`,
    ...section('Left to decide in the manifests', findingLines(manifests)),
    ...section('What differs', differenceLines(manifests)),
    ...NOTE_TITLES.flatMap(([kind, title]) => section(title, noteLines(notes, kind))),
    ...(withTexts ? manifests.filter(({ status }) => status === 'new').map(manifestText) : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** `3 new manifests, 1 there already, ...` */
export function sentenceOf({ summary, sources }: AdoptReport): string {
  const parts = [
    `${counted(summary.new, 'new manifest')}`,
    ...(summary.there ? [`${summary.there} there already`] : []),
    ...(summary.differs ? [`${summary.differs} that ${summary.differs === 1 ? 'differs' : 'differ'}`] : []),
  ];
  return `${parts.join(', ')} from ${counted(sources.length, 'source')}; ${counted(summary.decisions, 'thing')} to decide.`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}\n\n${list(lines)}`];
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function manifestTable(manifests: readonly AdoptManifest[]): string {
  if (manifests.length === 0) return 'None.';
  const rows = manifests.map(({ kind, name, path, status, from }) => {
    const [first] = from;
    const origin = first ? code(`${first.file}:${first.line}`) : '';
    return `| ${code(path)} | ${kind} ${code(name)} | ${STATUS[status]} | ${origin} |`;
  });
  return ['| File | Manifest | | From |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function findingLines(manifests: readonly AdoptManifest[]): string[] {
  const all = manifests.flatMap(({ path, findings }) => findings.map((finding) => ({ path, ...finding })));
  return grouped(all, ({ rule, message }) => `${rule}\n${message}`).map((group) => {
    const { path, line, rule, severity, message, fixable } = group.first;
    const words = `${escaped(message)}${fixable ? ' (a fix is offered)' : ''}${andMore(group)}`;
    return `${code(`${path}:${line}`)} ${severity} ${code(rule)}: ${words}`;
  });
}

function differenceLines(manifests: readonly AdoptManifest[]): string[] {
  return manifests.flatMap(({ path, differences }) =>
    differences.map(({ field, there, proposed }) => {
      const now = there === undefined ? 'does not state it' : `says ${code(there)}`;
      return `${code(path)} ${code(field)}: the manifest ${now}, the source ${code(proposed)}`;
    }),
  );
}

function noteLines(notes: readonly AdoptNote[], kind: AdoptNoteKind): string[] {
  const own = notes.filter((note) => note.kind === kind);
  return grouped(own, ({ file, message }) => `${file}\n${message}`).map((group) => {
    const { file, line, what, message } = group.first;
    return `${code(`${file}:${line}`)} ${what ? `${code(what)}: ` : ''}${escaped(message)}${andMore(group)}`;
  });
}

function manifestText({ path, text }: AdoptManifest): string {
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `## ${escaped(path)}\n\n${fence}yaml\n${text}${fence}`;
}

/** Text of a source stands for itself, whatever it looks like. */
function escaped(text: string): string {
  return oneLine(text).replace(/[\\`*_[\]<>|#]/g, '\\$&');
}

function code(text: string): string {
  const line = oneLine(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
