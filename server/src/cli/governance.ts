import { Catalog } from '../catalog/catalog.ts';
import { governanceReport } from '../catalog/governanceReport.ts';
import { NO_CONTROL_PLANE } from '../catalog/knowledge.ts';
import { mergeCatalog } from '../catalog/merge.ts';
import { GOVERNANCE_FORMATS, type GovernanceFormat } from '../protocol/governance.ts';
import { controlPlaneUrl, reach } from './controlPlane.ts';
import { formatGovernance, isGovernanceFormat } from './format/governanceFormats.ts';
import { readAll } from './lint.ts';
import type { Terminal } from './terminal.ts';
import { parseOptions, UsageError } from './usage.ts';
import { openWorkspace } from './workspace.ts';

export const GOVERNANCE_USAGE = `usage: heady governance [paths...] [options]

Lists which services break "no service goes to prod without an owner and a catalog entry", by vertical: those of prod, and
those of stage as if they were promoted now. Reads the manifests of the workspace around the given paths (default: this
folder), and what the control plane has registered. What nobody can say is listed as undecided.

  --format NAME          ${GOVERNANCE_FORMATS.join(', ')} (default: markdown)
  --control-plane URL    ask this control plane what is registered (token in HEADY_TOKEN); without it that is undecided
  --help                 print this

exit codes: 0 no service of prod breaks the rule, 1 some do, 2 could not run
`;

/**
 * `heady governance`.
 *
 * @returns exit code
 * @throws {UsageError} where it cannot run
 */
export async function governanceCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = parse(args);
  if (options.help) {
    terminal.stdout.write(GOVERNANCE_USAGE);
    return 0;
  }
  const stdin = { name: 'stdin.heady.yaml', read: () => readAll(terminal.stdin) };
  const workspace = await openWorkspace(options.paths, terminal.cwd(), stdin);
  const knowledge = options.controlPlane && (await reach(options.controlPlane, 'heady governance', terminal));
  const catalog = new Catalog(workspace.index, () => knowledge ?? NO_CONTROL_PLANE);
  const files = new Map(workspace.linted.map(({ uri, file }) => [uri, file]));
  const items = mergeCatalog(catalog, () => ({ errors: 0, warnings: 0 }));
  const report = governanceReport(items, (uri) => files.get(uri) ?? uri);
  terminal.stdout.write(formatGovernance(options.format, report));
  for (const { file, reason } of workspace.unreadable)
    terminal.stderr.write(
      `heady governance: ${file}: ${reason} What it declares is missing from the list.\n`,
    );
  if (workspace.unreadable.length > 0) return 2;
  return report.counts.prod.breaks > 0 ? 1 : 0;
}

interface GovernanceArguments {
  paths: string[];
  format: GovernanceFormat;
  controlPlane: URL | undefined;
  help: boolean;
}

/** @throws {UsageError} for options that are unknown or make no sense */
function parse(args: readonly string[]): GovernanceArguments {
  const { values, positionals } = parseOptions('heady governance', {
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string', default: 'markdown' },
      'control-plane': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { format, help } = values;
  if (!isGovernanceFormat(format))
    throw new UsageError(`--format ${format}: formats are ${GOVERNANCE_FORMATS.join(', ')}.`);
  const paths = positionals.length > 0 ? positionals : ['.'];
  return { paths, format, controlPlane: controlPlaneUrl(values['control-plane']), help };
}
