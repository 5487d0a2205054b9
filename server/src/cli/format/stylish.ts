import { styleText } from 'node:util';
import type { LintReport, LocatedFinding } from '../report.ts';

type Style = Parameters<typeof styleText>[0];

const STYLES: Record<LocatedFinding['severity'], Style> = { error: 'red', warning: 'yellow', info: 'blue' };

/** The report for people: findings under their file, in columns, and a sum at the end. Suppressed ones stay out. */
export function formatStylish({ files, findings, summary }: LintReport, color: boolean): string {
  const style = (name: Style, text: string) =>
    color ? styleText(name, text, { validateStream: false }) : text;
  const shown = findings.filter(({ suppressed }) => suppressed === null);
  const blocks = [...Map.groupBy(shown, ({ file }) => file)].map(([file, own]) => {
    const places = own.map(({ start }) => `${start.line}:${start.column}`);
    const placeWidth = Math.max(...places.map((place) => place.length));
    const severityWidth = Math.max(...own.map(({ severity }) => severity.length));
    const lines = own.map(({ severity, message, rule }, i) => {
      const place = (places[i] ?? '').padStart(placeWidth);
      return `  ${style('dim', place)}  ${style(STYLES[severity], severity.padEnd(severityWidth))}  ${message}  ${style('dim', rule)}`;
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
