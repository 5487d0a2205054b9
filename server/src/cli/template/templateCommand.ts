import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { Catalog } from '../../catalog/catalog.ts';
import { atOnce } from '../../catalog/slices.ts';
import { WorkspaceIndex } from '../../catalog/workspaceIndex.ts';
import {
  isTemplateFolder,
  lintTemplateFolder,
  type TemplateFileFinding,
} from '../../templates/lintTemplateFolder.ts';
import { WORKSPACE_TEMPLATES } from '../../templates/sources.ts';
import { formatReport } from '../format/formats.ts';
import { colorOf } from '../lint.ts';
import { type LintReport, type LocatedFinding, sortFindings, summarize } from '../report.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage.ts';
import { parseTemplateArguments, TEMPLATE_USAGE } from './templateArguments.ts';

/**
 * `heady template check`.
 *
 * @returns exit code
 * @throws {UsageError} where it cannot run
 */
export async function templateCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = parseTemplateArguments(args);
  if (options.help) {
    terminal.stdout.write(TEMPLATE_USAGE);
    return 0;
  }
  const cwd = terminal.cwd();
  const named = options.folders ?? [existsSync(join(cwd, WORKSPACE_TEMPLATES)) ? WORKSPACE_TEMPLATES : '.'];
  const report = await check([...new Set(named.flatMap((folder) => templatesIn(folder, cwd)))], cwd);
  const { isTTY, columns } = terminal.stdout;
  const display = { color: options.color ?? colorOf(terminal), width: isTTY ? columns : undefined };
  terminal.stdout.write(await formatReport(options.format, report, display));
  return report.summary.errors > 0 ? 1 : 0;
}

/** Absolute paths of the templates that a folder is or holds. @throws {UsageError} where it is or holds none */
function templatesIn(folder: string, cwd: string): string[] {
  const absolute = resolve(cwd, folder);
  if (!statSync(absolute, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${folder}: there is no such folder.`);
  if (isTemplateFolder(absolute)) return [absolute];
  const inside = readdirSync(absolute, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isTemplateFolder(join(absolute, entry.name)))
    .map(({ name }) => join(absolute, name));
  if (inside.length === 0)
    throw new UsageError(
      `${folder}: there is no template in it. A template is a folder with a template.heady.yaml, or a template.yaml of Backstage.`,
    );
  return inside.sort();
}

async function check(folders: readonly string[], cwd: string): Promise<LintReport> {
  const options = { year: new Date().getFullYear(), facts: new Catalog(new WorkspaceIndex()) };
  const found = new Map<string, LocatedFinding>();
  for (const folder of folders)
    for (const each of atOnce(await lintTemplateFolder(folder, options))) {
      const finding = located(each, cwd);
      // What is wrong with a template that others extend is found with each of them.
      found.set(JSON.stringify(finding), finding);
    }
  const findings = sortFindings([...found.values()]);
  const files = folders.reduce((sum, folder) => sum + filesIn(folder), 0);
  return { files, findings, summary: summarize(findings, 0), undecided: [] };
}

function filesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile())
    .length;
}

function located({ file, rule, severity, message, range }: TemplateFileFinding, cwd: string): LocatedFinding {
  const place = ({ line, character }: { line: number; character: number }) => ({
    line: line + 1,
    column: character + 1,
  });
  return {
    file: relative(cwd, file).split(sep).join('/'),
    rule,
    severity,
    message,
    start: place(range.start),
    end: place(range.end),
    fixable: false,
    suppressed: null,
  };
}
