import { Catalog } from '../catalog/catalog.ts';
import { readRulePage } from '../catalog/rulePages.ts';
import { lintFiles } from './lintFiles.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage.ts';
import { openWorkspace } from './workspace.ts';

export const EXPLAIN_USAGE = `usage: heady explain <file:line>

Says what is found on a line of a manifest, and prints the pages of the rules that found it.
`;

/** `heady explain`. @returns exit code: 0 also where nothing is found. @throws {UsageError} */
export async function explainCommand(args: readonly string[], { stdout, cwd }: Terminal): Promise<number> {
  const [place, ...rest] = args;
  if (place === '--help' || place === '-h') {
    stdout.write(EXPLAIN_USAGE);
    return 0;
  }
  const [, path, line] = /^(.+):(\d+)(?::\d+)?$/.exec(place ?? '') ?? [];
  if (!path || !line || rest.length > 0)
    throw new UsageError(`say one place as file:line.\n\n${EXPLAIN_USAGE}`);
  const { index, linted, unreadable } = await openWorkspace([path], cwd());
  for (const { file, reason } of unreadable) throw new UsageError(`${file}: ${reason}`);
  const report = lintFiles(linted, new Catalog(index), undefined, { fixed: 0, withFixes: true });
  const found = report.findings.filter(
    ({ start, end }) => start.line <= Number(line) && Number(line) <= end.line,
  );
  if (found.length === 0) stdout.write(`${path}:${line}: nothing is found here.\n`);
  for (const { file, start, severity, message, rule, suppressed, fixes } of found) {
    stdout.write(`${file}:${start.line}:${start.column}: ${severity}: ${message} (${rule})\n`);
    if (suppressed !== null) stdout.write(`  suppressed: ${suppressed}\n`);
    for (const { title } of fixes ?? []) stdout.write(`  fix: ${title}\n`);
  }
  for (const rule of new Set(found.map((finding) => finding.rule))) {
    const page = await readRulePage(rule);
    if (page) stdout.write(`\n${page}`);
  }
  return 0;
}
