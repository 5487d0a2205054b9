import { ENVIRONMENTS } from '../manifest/document.ts';
import { controlPlaneUrl } from './controlPlane.ts';
import { FORMAT_NAMES, type FormatName, isFormatName } from './format/formats.ts';
import { REPORT_OPTIONS, type ReportArguments, reportArguments } from './reportOptions.ts';
import { parseOptions, UsageError } from './usage.ts';

export const LINT_USAGE = `usage: heady lint [paths...] [options]

Checks the manifests in the given files, folders and globs (default: this folder).
The path - reads one manifest from standard input.

  --env NAME             environment of documents that state none: ${ENVIRONMENTS.join(', ')}
  --format NAME          ${FORMAT_NAMES.join(', ')} (default: stylish)
  --fix                  apply the fixes that are certain, then report what is left
  --max-warnings N       fail on more warnings than this
  --control-plane URL    ask this control plane what is registered (token in HEADY_TOKEN)
  --strict-catalog       fail where the catalog is not known
  --stdin-name PATH      where the manifest on standard input belongs (default: stdin.heady.yaml)
  --no-cache             read and check everything anew, and keep nothing for the next run
  --width N              columns to wrap at (default: the terminal's; 0: never)
  --color, --no-color    colour the output or not (default: on a terminal)
  --help                 print this

exit codes: 0 clean, 1 findings at error (or warnings above N), 2 could not run
`;

export interface LintArguments extends ReportArguments {
  paths: string[];
  format: FormatName;
  fix: boolean;
  controlPlane: URL | undefined;
  strictCatalog: boolean;
  /** Keep what is learnt for the next run, and use what an earlier one kept. */
  cache: boolean;
  /** Where a manifest on standard input belongs, relative to the working directory. */
  stdinName: string;
}

/** @throws {UsageError} for options that are unknown or make no sense */
export function parseArguments(args: readonly string[]): LintArguments {
  const { values, positionals } = parse(args);
  const { format } = values;
  const report = reportArguments(values);
  if (!isFormatName(format)) {
    throw new UsageError(`--format ${format}: formats are ${FORMAT_NAMES.join(', ')}.`);
  }
  return {
    ...report,
    paths: positionals.length ? positionals : ['.'],
    format,
    fix: values.fix,
    controlPlane: controlPlaneUrl(values['control-plane']),
    strictCatalog: values['strict-catalog'],
    cache: !values['no-cache'],
    stdinName: values['stdin-name'],
  };
}

function parse(args: readonly string[]) {
  return parseOptions('heady lint', {
    args: [...args],
    allowPositionals: true,
    options: {
      ...REPORT_OPTIONS,
      fix: { type: 'boolean', default: false },
      'control-plane': { type: 'string' },
      'strict-catalog': { type: 'boolean', default: false },
      'no-cache': { type: 'boolean', default: false },
      'stdin-name': { type: 'string', default: 'stdin.heady.yaml' },
    },
  });
}
