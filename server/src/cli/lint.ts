import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Catalog } from '../catalog/catalog.ts';
import { gitIdentity } from '../catalog/gitIdentity.ts';
import { type ControlPlaneKnowledge, NO_CONTROL_PLANE } from '../catalog/knowledge.ts';
import { ENVIRONMENTS, type Environment } from '../manifest/document.ts';
import { isEnvironment } from '../manifest/environment.ts';
import { type ManifestFile, rangeOf } from '../manifest/file.ts';
import { parseManifest } from '../manifest/parse.ts';
import { fixAll } from '../rules/fixAll.ts';
import { fixesOf, isFixable, lintDocument } from '../rules/lint.ts';
import { formatJson } from './format/json.ts';
import { formatStylish } from './format/stylish.ts';
import { type LintReport, type LocatedFinding, sortFindings, summarize } from './report.ts';
import { UsageError } from './usage.ts';
import { type LintedFile, openWorkspace } from './workspace.ts';

export const LINT_USAGE = `usage: heady lint [paths...] [options]

Checks the manifests in the given files and folders (default: this folder).

  --env NAME             environment of documents that state none: ${ENVIRONMENTS.join(', ')}
  --format NAME          stylish (default) or json
  --fix                  apply the fixes that are certain, then report what is left
  --max-warnings N       fail on more warnings than this
  --control-plane URL    ask this control plane what is registered (token in HEADY_TOKEN)
  --strict-catalog       fail where the catalog is not known
  --help                 print this

exit codes: 0 clean, 1 findings at error (or warnings above N), 2 could not run
`;

const FORMATS = ['stylish', 'json'] as const;
type Format = (typeof FORMATS)[number];

interface LintArguments {
  paths: string[];
  environment: Environment | undefined;
  format: Format;
  fix: boolean;
  maxWarnings: number;
  controlPlane: URL | undefined;
  strictCatalog: boolean;
  help: boolean;
}

export interface Terminal {
  stdout: { write(text: string): unknown; isTTY?: boolean };
  stderr: { write(text: string): unknown };
  env: Record<string, string | undefined>;
  cwd(): string;
}

/**
 * `heady lint`.
 *
 * @returns exit code
 * @throws {UsageError} where it cannot run
 */
export async function lintCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = parseArguments(args);
  if (options.help) {
    terminal.stdout.write(LINT_USAGE);
    return 0;
  }
  const workspace = await openWorkspace(options.paths, terminal.cwd());
  const controlPlane = options.controlPlane && (await reach(options.controlPlane, terminal));
  const identity = await gitIdentity(terminal.cwd());
  const catalog = new Catalog(workspace.index, () => controlPlane ?? NO_CONTROL_PLANE, identity);

  const reported = workspace.linted.filter(({ inRoot }) => !catalog.isIgnored(inRoot));
  const fixed = options.fix ? await fixFiles(reported, catalog, options) : 0;
  const report = lintFiles(reported, catalog, options, fixed);
  const color = terminal.stdout.isTTY === true && !terminal.env.NO_COLOR;
  terminal.stdout.write(options.format === 'json' ? formatJson(report) : formatStylish(report, color));
  for (const { file, reason } of workspace.unreadable) {
    terminal.stderr.write(`heady lint: ${file}: ${reason} It was not checked.\n`);
  }
  return exitCode(report, options, workspace.unreadable.length > 0, terminal);
}

function parseArguments(args: readonly string[]): LintArguments {
  const { values, positionals } = parse(args);
  const { env, format } = values;
  if (env !== undefined && !isEnvironment(env)) {
    throw new UsageError(`--env ${env}: environments are ${ENVIRONMENTS.join(', ')}.`);
  }
  if (!isFormat(format)) throw new UsageError(`--format ${format}: formats are ${FORMATS.join(' and ')}.`);
  const maxWarnings = values['max-warnings'];
  if (maxWarnings !== undefined && !/^\d+$/.test(maxWarnings)) {
    throw new UsageError(`--max-warnings ${maxWarnings}: say a whole number, 0 or more.`);
  }
  return {
    paths: positionals.length ? positionals : ['.'],
    environment: env,
    format,
    fix: values.fix,
    maxWarnings: maxWarnings === undefined ? Number.POSITIVE_INFINITY : Number(maxWarnings),
    controlPlane: controlPlaneUrl(values['control-plane']),
    strictCatalog: values['strict-catalog'],
    help: values.help,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        env: { type: 'string' },
        format: { type: 'string', default: 'stylish' },
        fix: { type: 'boolean', default: false },
        'max-warnings': { type: 'string' },
        'control-plane': { type: 'string' },
        'strict-catalog': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message} Run 'heady lint --help' for the options.`);
  }
}

function isFormat(name: string): name is Format {
  return (FORMATS as readonly string[]).includes(name);
}

function controlPlaneUrl(value: string | undefined): URL | undefined {
  if (value === undefined) return undefined;
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`--control-plane ${value}: say an http or https URL.`);
  }
  return url;
}

/** What the control plane knows; where it cannot be reached, that nothing is known. */
async function reach(url: URL, terminal: Terminal): Promise<ControlPlaneKnowledge> {
  const { fetchKnowledge } = await import('../catalog/controlPlaneHttp.ts');
  try {
    return await fetchKnowledge(url, terminal.env.HEADY_TOKEN);
  } catch (error) {
    terminal.stderr.write(`heady lint: ${url.href} was not reached: ${(error as Error).message}\n`);
    return { ...NO_CONTROL_PLANE, reached: 'unknown' };
  }
}

function lintOptions(
  { uri }: LintedFile,
  index: number,
  file: ManifestFile,
  catalog: Catalog,
  options: LintArguments,
) {
  const document = file.documents[index]?.document;
  return document && { document, at: { uri, index }, facts: catalog, environment: options.environment };
}

async function fixFiles(
  files: readonly LintedFile[],
  catalog: Catalog,
  options: LintArguments,
): Promise<number> {
  let fixed = 0;
  for (const linted of files) {
    const file = catalog.workspace.file(linted.uri);
    if (!file || linted.refused) continue;
    const preferred = (state: ManifestFile) =>
      state.documents.flatMap((_, index) => {
        const lint = lintOptions(linted, index, state, catalog, options);
        if (!lint) return [];
        const open = lintDocument(lint).findings.filter(({ suppressed }) => suppressed === undefined);
        return open.flatMap((finding) => fixesOf(finding, lint).filter(({ isPreferred }) => isPreferred));
      });
    const { text, applied } = fixAll(file, linted.uri, parseManifest, preferred);
    if (applied === 0) continue;
    await writeFile(linted.path, linted.hasBom ? `\ufeff${text}` : text);
    catalog.workspace.set(linted.uri, parseManifest(text, file));
    fixed += applied;
  }
  return fixed;
}

function lintFiles(
  files: readonly LintedFile[],
  catalog: Catalog,
  options: LintArguments,
  fixed: number,
): LintReport {
  const findings: LocatedFinding[] = [];
  const undecided: LintReport['undecided'] = [];
  for (const linted of files) {
    const file = catalog.workspace.file(linted.uri);
    for (const [index, placed] of file?.documents.entries() ?? []) {
      const lint = file && lintOptions(linted, index, file, catalog, options);
      if (!lint) continue;
      const report = lintDocument(lint);
      for (const rule of report.undecided)
        undecided.push({ file: linted.file, name: lint.document.name, rule });
      for (const finding of report.findings) {
        const { start, end } = rangeOf(placed, finding);
        findings.push({
          file: linted.file,
          rule: finding.rule,
          severity: finding.severity,
          message: finding.message,
          start: { line: start.line + 1, column: start.character + 1 },
          end: { line: end.line + 1, column: end.character + 1 },
          fixable: isFixable(finding, lint),
          suppressed: finding.suppressed ?? null,
        });
      }
    }
  }
  return {
    files: files.length,
    findings: sortFindings(findings),
    undecided,
    summary: summarize(findings, fixed),
  };
}

function exitCode(
  { summary, undecided }: LintReport,
  options: LintArguments,
  unreadable: boolean,
  terminal: Terminal,
): number {
  if (unreadable) return 2;
  if (summary.errors > 0) return 1;
  if (summary.warnings > options.maxWarnings) {
    terminal.stderr.write(
      `heady lint: ${summary.warnings} warnings are more than the ${options.maxWarnings} allowed.\n`,
    );
    return 1;
  }
  if (options.strictCatalog && undecided.length > 0) {
    for (const { file, name, rule } of undecided) {
      terminal.stderr.write(
        `heady lint: ${file}: ${rule} could not be decided for ${name ?? 'a document'}: the catalog is not known.\n`,
      );
    }
    return 1;
  }
  return 0;
}
