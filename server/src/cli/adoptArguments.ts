import { SENSITIVITIES } from '../adopt/tags.ts';
import { ENVIRONMENTS, type Environment } from '../manifest/document.ts';
import { isEnvironment } from '../manifest/environment.ts';
import { parseOptions, UsageError } from './usage.ts';

export const ADOPT_USAGE = `usage: heady adopt [paths...] [options]

Turns what describes services already into Heady manifests: Docker Compose, Kubernetes, Backstage, MCP servers, and Heady's
own service catalogs, service discovery and registries. Reads the given files, and in folders those that are called so
(default: this folder). Shows what it would write, and what is left to decide; writes only with --write.

  --environment NAME     where what states none runs: ${ENVIRONMENTS.join(', ')}
  --vertical NAME        vertical of what states none
  --owner NAME           owner of what states none
  --sensitivity LEVEL    ${SENSITIVITIES.join(', ')}: of what states none
  --map FILE             decisions in YAML: defaults, owners, verticals, items
  --out DIR              folder within this one to write below (default: this one)
  --write                write the new manifests, all or none
  --overwrite            with --write: replace manifests that differ from their source
  --format NAME          stylish, json, markdown (default: stylish)
  --json                 the same as --format json
  --color, --no-color    colour the output or not (default: on a terminal)
  --help                 print this

exit codes: 0 nothing is left that breaks a rail, 1 something is: a finding at error, a source that could not be read,
a manifest that differs; 2 could not run, nothing was written
`;

const FORMATS = ['stylish', 'json', 'markdown'] as const;
export type AdoptFormat = (typeof FORMATS)[number];

export interface AdoptArguments {
  paths: string[];
  environment: Environment | undefined;
  vertical: string | undefined;
  owner: string | undefined;
  sensitivity: string | undefined;
  map: string | undefined;
  out: string;
  write: boolean;
  overwrite: boolean;
  format: AdoptFormat;
  color: boolean | undefined;
  help: boolean;
}

/** @throws {UsageError} for options that are unknown or make no sense */
export function parseAdoptArguments(args: readonly string[]): AdoptArguments {
  const { values, positionals } = parse(args);
  const { environment, sensitivity, vertical, overwrite, write } = values;
  const format = FORMATS.find((each) => each === (values.json ? 'json' : values.format));
  if (!format) throw new UsageError(`--format ${values.format}: formats are ${FORMATS.join(', ')}.`);
  if (environment !== undefined && !isEnvironment(environment)) {
    throw new UsageError(`--environment ${environment}: environments are ${ENVIRONMENTS.join(', ')}.`);
  }
  if (sensitivity !== undefined && !SENSITIVITIES.some((each) => each === sensitivity)) {
    throw new UsageError(`--sensitivity ${sensitivity}: levels are ${SENSITIVITIES.join(', ')}.`);
  }
  if (vertical !== undefined && !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(vertical)) {
    throw new UsageError(`--vertical ${vertical}: a vertical is lower-case words joined by hyphens.`);
  }
  if (overwrite && !write)
    throw new UsageError('--overwrite goes with --write: without it nothing is written.');
  return {
    paths: positionals.length ? positionals : ['.'],
    environment,
    vertical,
    owner: values.owner,
    sensitivity,
    map: values.map,
    out: values.out,
    write,
    overwrite,
    format,
    color: values.color,
    help: values.help,
  };
}

function parse(args: readonly string[]) {
  return parseOptions('heady adopt', {
    args: [...args],
    allowPositionals: true,
    allowNegative: true,
    options: {
      environment: { type: 'string' },
      vertical: { type: 'string' },
      owner: { type: 'string' },
      sensitivity: { type: 'string' },
      map: { type: 'string' },
      out: { type: 'string', default: '.' },
      write: { type: 'boolean', default: false },
      overwrite: { type: 'boolean', default: false },
      format: { type: 'string', default: 'stylish' },
      json: { type: 'boolean', default: false },
      color: { type: 'boolean' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
}
