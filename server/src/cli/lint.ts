import { BUILD } from '../catalog/build.ts';
import { cacheFolder } from '../catalog/cacheFolder.ts';
import { encodeRecords } from '../catalog/cacheFormat.ts';
import { Catalog } from '../catalog/catalog.ts';
import { factsDigest } from '../catalog/factsDigest.ts';
import { gitIdentity } from '../catalog/gitIdentity.ts';
import { NO_CONTROL_PLANE } from '../catalog/knowledge.ts';
import { Reports } from '../catalog/reports.ts';
import { atOnce } from '../catalog/slices.ts';
import type { Environment } from '../manifest/document.ts';
import { reach } from './controlPlane.ts';
import { fixFiles } from './fixFiles.ts';
import { formatReport } from './format/formats.ts';
import { LINT_USAGE, type LintArguments, parseArguments } from './lintArguments.ts';
import { lintFiles } from './lintFiles.ts';
import type { LintReport } from './report.ts';
import type { Terminal } from './terminal.ts';
import { type CliWorkspace, type LintedFile, openWorkspace } from './workspace.ts';

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
  const stdin = { name: options.stdinName, read: () => readAll(terminal.stdin) };
  const folder = options.cache ? cacheFolder(terminal.env, process.platform) : undefined;
  const workspace = await openWorkspace(options.paths, terminal.cwd(), stdin, folder);
  const controlPlane = options.controlPlane && (await reach(options.controlPlane, 'heady lint', terminal));
  const identity = await gitIdentity(terminal.cwd());
  const catalog = new Catalog(workspace.index, () => controlPlane ?? NO_CONTROL_PLANE, identity);
  const reports = new Reports(catalog);
  const facts = () => atOnce(factsDigest(catalog, identity));
  if (workspace.cache) atOnce(workspace.files.recallReports(reports, facts()));

  const reported = workspace.linted.filter(({ inRoot }) => !catalog.isIgnored(inRoot));
  const isSilent = ({ uri }: LintedFile) => workspace.files.isSilent(uri, options.environment);
  const { fixed, unwritable } = options.fix
    ? await fixFiles(
        fixable(reported, isSilent, reports, catalog, options.environment),
        catalog,
        options.environment,
      )
    : { fixed: 0, unwritable: [] };
  const report = lintFiles(reported, catalog, options.environment, {
    fixed,
    withFixes: options.format === 'sarif',
    reports,
    isSilent: options.strictCatalog ? undefined : isSilent,
  });
  const color = options.color ?? colorOf(terminal);
  const width = options.width ?? (terminal.stdout.isTTY ? terminal.stdout.columns : undefined);
  terminal.stdout.write(await formatReport(options.format, report, { color, width }));
  for (const { file, reason } of workspace.unreadable) {
    terminal.stderr.write(`heady lint: ${file}: ${reason} It was not checked.\n`);
  }
  for (const { file, reason } of unwritable) {
    terminal.stderr.write(`heady lint: ${file}: ${reason} It was not fixed.\n`);
  }
  await keep(workspace, reports, facts);
  const couldNotRun = workspace.unreadable.length + unwritable.length > 0;
  return exitCode(report, options, couldNotRun, terminal);
}

/** Files with something that a fix is known for, each looked at when its turn comes: what was fixed before may count. */
function* fixable(
  files: readonly LintedFile[],
  isSilent: (file: LintedFile) => boolean,
  reports: Reports,
  catalog: Catalog,
  environment: Environment | undefined,
): Generator<LintedFile> {
  for (const file of files) {
    if (isSilent(file)) continue;
    const { documents = [] } = catalog.workspace.file(file.uri) ?? {};
    const isFixable = documents.some(({ document }, index) =>
      reports.fixable({ uri: file.uri, index }, document, environment).includes(true),
    );
    if (isFixable) yield file;
  }
}

/** Keeps what was learnt, for the next run. */
async function keep({ cache, files }: CliWorkspace, reports: Reports, facts: () => string): Promise<void> {
  if (!cache) return;
  if (!files.hasNews && !reports.hasNews) await cache.touch();
  else await cache.write(atOnce(encodeRecords(atOnce(files.record(reports, facts())), BUILD)));
}

/** NO_COLOR and FORCE_COLOR as everywhere; else colours where somebody looks. */
export function colorOf({ stdout, env }: Terminal): boolean {
  if (env.NO_COLOR) return false;
  return env.FORCE_COLOR ? env.FORCE_COLOR !== '0' : stdout.isTTY === true;
}

export async function readAll(input: AsyncIterable<Uint8Array | string>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

function exitCode(
  { summary, undecided }: LintReport,
  options: LintArguments,
  couldNotRun: boolean,
  terminal: Terminal,
): number {
  if (couldNotRun) return 2;
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
