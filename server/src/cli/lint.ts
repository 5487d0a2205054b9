import { Catalog } from '../catalog/catalog.ts';
import { gitIdentity } from '../catalog/gitIdentity.ts';
import { type ControlPlaneKnowledge, NO_CONTROL_PLANE } from '../catalog/knowledge.ts';
import { fixFiles } from './fixFiles.ts';
import { formatReport } from './format/formats.ts';
import { LINT_USAGE, type LintArguments, parseArguments } from './lintArguments.ts';
import { lintFiles } from './lintFiles.ts';
import type { LintReport } from './report.ts';
import { openWorkspace } from './workspace.ts';

export interface Terminal {
  stdin: AsyncIterable<Uint8Array | string>;
  stdout: {
    write(text: string): unknown;
    /** Of a stream that can be too slow: after `write` said false, `drain` says when to go on. */
    once?(event: 'drain', then: () => void): unknown;
    isTTY?: boolean;
    columns?: number;
  };
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
  const workspace = await openWorkspace(options.paths, terminal.cwd(), {
    name: options.stdinName,
    read: () => readAll(terminal.stdin),
  });
  const controlPlane = options.controlPlane && (await reach(options.controlPlane, terminal));
  const identity = await gitIdentity(terminal.cwd());
  const catalog = new Catalog(workspace.index, () => controlPlane ?? NO_CONTROL_PLANE, identity);

  const reported = workspace.linted.filter(({ inRoot }) => !catalog.isIgnored(inRoot));
  const { fixed, unwritable } = options.fix
    ? await fixFiles(reported, catalog, options.environment)
    : { fixed: 0, unwritable: [] };
  const report = lintFiles(reported, catalog, options.environment, {
    fixed,
    withFixes: options.format === 'sarif',
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
  const couldNotRun = workspace.unreadable.length + unwritable.length > 0;
  return exitCode(report, options, couldNotRun, terminal);
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
