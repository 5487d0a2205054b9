import { parseArgs } from 'node:util';
import { ENVIRONMENTS, type Environment } from '../manifest/document.ts';
import { isEnvironment } from '../manifest/environment.ts';
import { FORMAT_NAMES, type FormatName, isFormatName } from './format/formats.ts';
import { misusedOptions, UsageError } from './usage.ts';

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

export interface LintArguments {
  paths: string[];
  environment: Environment | undefined;
  format: FormatName;
  fix: boolean;
  maxWarnings: number;
  controlPlane: URL | undefined;
  strictCatalog: boolean;
  /** Keep what is learnt for the next run, and use what an earlier one kept. */
  cache: boolean;
  /** Where a manifest on standard input belongs, relative to the working directory. */
  stdinName: string;
  /** Columns to wrap at, 0 for never; undefined: as wide as the terminal. */
  width: number | undefined;
  /** Undefined: as the terminal likes it. */
  color: boolean | undefined;
  help: boolean;
}

/** @throws {UsageError} for options that are unknown or make no sense */
export function parseArguments(args: readonly string[]): LintArguments {
  const { values, positionals } = parse(args);
  const { env, format } = values;
  if (env !== undefined && !isEnvironment(env)) {
    throw new UsageError(`--env ${env}: environments are ${ENVIRONMENTS.join(', ')}.`);
  }
  if (!isFormatName(format)) {
    throw new UsageError(`--format ${format}: formats are ${FORMAT_NAMES.join(', ')}.`);
  }
  return {
    paths: positionals.length ? positionals : ['.'],
    environment: env,
    format,
    fix: values.fix,
    maxWarnings: wholeNumber('--max-warnings', values['max-warnings']) ?? Number.POSITIVE_INFINITY,
    controlPlane: controlPlaneUrl(values['control-plane']),
    strictCatalog: values['strict-catalog'],
    width: wholeNumber('--width', values.width),
    cache: !values['no-cache'],
    stdinName: values['stdin-name'],
    color: values['no-color'] ? false : values.color,
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
        'no-cache': { type: 'boolean', default: false },
        'stdin-name': { type: 'string', default: 'stdin.heady.yaml' },
        width: { type: 'string' },
        color: { type: 'boolean' },
        'no-color': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw misusedOptions(error, 'heady lint');
  }
}

/** @throws {UsageError} for what is no number of things; undefined for an option that is not given */
export function wholeNumber(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  throw new UsageError(`${option} ${value}: say a whole number, 0 or more.`);
}

function controlPlaneUrl(value: string | undefined): URL | undefined {
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`--control-plane ${value}: say an http or https URL.`);
  }
  return url;
}
