import { styleText } from 'node:util';
import { byFile, type Display, type LintReport, type LocatedFinding } from '../report.ts';

type Style = Parameters<typeof styleText>[0];

export const STYLES: Record<LocatedFinding['severity'], Style> = {
  error: 'red',
  warning: 'yellow',
  info: 'blue',
};

/** The report for people: findings under their file, in columns, and a sum at the end. Suppressed ones stay out. */
export function formatStylish({ files, findings, summary }: LintReport, { color, width }: Display): string {
  const style = (name: Style, text: string) =>
    color ? styleText(name, text, { validateStream: false }) : text;
  const shown = findings.filter(({ suppressed }) => suppressed === null);
  const blocks = [...byFile(shown)].map(([file, own]) => {
    const places = own.map(({ start }) => `${start.line}:${start.column}`);
    const placeWidth = Math.max(...places.map((place) => place.length));
    const severityWidth = Math.max(...own.map(({ severity }) => severity.length));
    const indent = ' '.repeat(placeWidth + severityWidth + 6);
    const lines = own.map(({ severity, message, rule }, i) => {
      const place = (places[i] ?? '').padStart(placeWidth);
      const said = wrap(`${message}  ${rule}`, width && width - indent.length).join(`\n${indent}`);
      const dimmed = said.slice(0, said.length - rule.length) + style('dim', rule);
      return `  ${style('dim', place)}  ${style(STYLES[severity], severity.padEnd(severityWidth))}  ${dimmed}`;
    });
    return `${style('underline', file)}\n${lines.join('\n')}\n`;
  });
  return `${[...blocks, sum(files, summary, shown)].join('\n')}\n`;
}

function sum(
  files: number,
  { errors, warnings, infos, suppressed, fixed }: LintReport['summary'],
  shown: LocatedFinding[],
): string {
  const parts = [
    count(errors, 'error'),
    count(warnings, 'warning'),
    ...(infos ? [count(infos, 'info')] : []),
  ];
  const extras = [
    ...(suppressed ? [`${suppressed} suppressed`] : []),
    ...(fixed ? [`${fixed} fixed`] : []),
    ...(shown.some(({ fixable }) => fixable)
      ? [`${shown.filter(({ fixable }) => fixable).length} fixable`]
      : []),
  ];
  const inFiles = files === 0 ? 'no manifests found' : `in ${count(files, 'file')}`;
  return `${[...parts, ...extras].join(', ')} ${inFiles}`;
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

/** Lines of at most `width` columns, broken at blanks; narrow terminals get long lines rather than shreds. */
export function wrap(text: string, width: number | undefined): string[] {
  if (!width || width < 30) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S)\s+(?=\S)/)) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}
