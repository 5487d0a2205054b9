/** A finding of Impact Check with its place; lines and UTF-16 columns count from 1. */
export interface ImpactPlace {
  file: string;
  rule: string;
  severity: 'error' | 'warning' | 'info';
  message: string;
  start: { line: number; column: number };
  end: { line: number; column: number };
  /** The reason that silences it, or null. */
  suppressed: string | null;
}

/** What was found for one vertical by one rule. */
export interface ImpactGroup<T> {
  rule: string;
  findings: readonly T[];
}

/** What was found in the documents of a vertical. */
export interface ImpactSection<T> {
  /** Null for what belongs to none. */
  vertical: string | null;
  groups: readonly ImpactGroup<T>[];
  /** Of the findings that nothing silences. */
  counts: ImpactCounts;
}

export interface ImpactCounts {
  errors: number;
  warnings: number;
  infos: number;
  suppressed: number;
}

export interface ImpactReport<T> {
  /** Files read. */
  files: number;
  /** By name, what belongs to no vertical at the end. */
  sections: readonly ImpactSection<T>[];
  counts: ImpactCounts;
}

/** Findings by vertical and rule, each group in the order given. */
export function impactReport<T extends ImpactPlace & { vertical: string | null }>(
  files: number,
  findings: readonly T[],
): ImpactReport<T> {
  const byVertical = grouped(findings, ({ vertical }) => vertical ?? '');
  const sections = [...byVertical]
    .sort(([a], [b]) => order(a, b))
    .map(([vertical, own]) => ({
      vertical: vertical || null,
      groups: [...grouped(own, ({ rule }) => rule)]
        .sort(([a], [b]) => order(a, b))
        .map(([rule, inRule]) => ({ rule, findings: inRule })),
      counts: count(own),
    }));
  return { files, sections, counts: count(findings) };
}

/** `2 errors, 1 warning, 3 exempted or for information, 1 silenced`; what is none is left out. */
export function countsInWords({ errors, warnings, infos, suppressed }: ImpactCounts): string {
  const parts = [
    errors && `${errors} ${errors === 1 ? 'error' : 'errors'}`,
    warnings && `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`,
    infos && `${infos} for information`,
    suppressed && `${suppressed} silenced`,
  ].filter(Boolean);
  return parts.join(', ') || 'nothing found';
}

/** The report as Markdown: a chapter for each vertical, a table for each rule. */
export function impactMarkdown(report: ImpactReport<ImpactPlace>): string {
  const lines = ['# Impact Check', '', `${inFiles(report)}.`, ''];
  for (const { vertical, groups, counts } of report.sections) {
    lines.push(
      `## ${vertical === null ? 'No vertical' : inMarkdown(vertical)}`,
      '',
      `${countsInWords(counts)}.`,
      '',
    );
    for (const { rule, findings } of groups) {
      lines.push(`### ${rule}`, '', '| place | severity | what, whom and why |', '| --- | --- | --- |');
      for (const { file, start, severity, message, suppressed } of findings) {
        const place = inMarkdown(`${file}:${start.line}:${start.column}`);
        const said = suppressed === null ? message : `${message} Silenced: ${suppressed}`;
        lines.push(`| ${place} | ${suppressed === null ? severity : 'silenced'} | ${inMarkdown(said)} |`);
      }
      lines.push('');
    }
  }
  return lines.join('\n');
}

/** The report as a page that needs nothing else: no script, no font, no picture. */
export function impactHtml(report: ImpactReport<ImpactPlace>): string {
  const sections = report.sections.map(({ vertical, groups, counts }) => {
    const heading = `<h2>${inHtml(vertical ?? 'No vertical')}</h2>\n<p>${countsInWords(counts)}.</p>`;
    return `<section>\n${heading}\n${groups.map(htmlGroup).join('')}</section>\n`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Impact Check</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Impact Check</h1>
<p>${inHtml(inFiles(report))}.</p>
${sections.join('')}</main>
</body>
</html>
`;
}

const STYLE = `
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #8888; padding: .4rem .6rem; text-align: start; vertical-align: top; }
td:first-child { overflow-wrap: anywhere; }
caption { font-weight: 600; padding: .6rem; text-align: start; }
`;

function htmlGroup({ rule, findings }: ImpactGroup<ImpactPlace>): string {
  const rows = findings.map(({ file, start, severity, message, suppressed }) => {
    const place = inHtml(`${file}:${start.line}:${start.column}`);
    const said = suppressed === null ? message : `${message} Silenced: ${suppressed}`;
    return `<tr><td>${place}</td><td>${suppressed === null ? severity : 'silenced'}</td><td>${inHtml(said)}</td></tr>\n`;
  });
  return `<table>
<caption>${inHtml(rule)}</caption>
<thead><tr><th scope="col">place</th><th scope="col">severity</th><th scope="col">what, whom and why</th></tr></thead>
<tbody>
${rows.join('')}</tbody>
</table>
`;
}

function inFiles({ files, counts }: ImpactReport<ImpactPlace>): string {
  return `${countsInWords(counts)} in ${files} ${files === 1 ? 'file' : 'files'}`;
}

function count(findings: readonly ImpactPlace[]): ImpactCounts {
  const open = findings.filter(({ suppressed }) => suppressed === null);
  const of = (wanted: ImpactPlace['severity']) => open.filter(({ severity }) => severity === wanted).length;
  return {
    errors: of('error'),
    warnings: of('warning'),
    infos: of('info'),
    suppressed: findings.length - open.length,
  };
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const own = groups.get(keyOf(item));
    if (own) own.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** What belongs to none (the empty name) comes last. */
function order(a: string, b: string): number {
  if (a === '' || b === '') return b.length - a.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** In a cell of a table, on one line; a manifest's text is no markup of ours. */
function inMarkdown(text: string): string {
  const parts = text.replace(/\s+/g, ' ').split(/(`[^`]*`)/);
  return parts
    .map((part, i) =>
      i % 2 ? part.replaceAll('|', '\\|') : part.replace(/[\\|*_[\]`]/g, '\\$&').replaceAll('<', '&lt;'),
    )
    .join('');
}

function inHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
