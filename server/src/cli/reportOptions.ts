import { ENVIRONMENTS, type Environment } from '../manifest/document.ts';
import { isEnvironment } from '../manifest/environment.ts';
import { UsageError } from './usage.ts';

/** Options of every command that ends in a report, as `parseArgs` takes them. */
export const REPORT_OPTIONS = {
  env: { type: 'string' },
  format: { type: 'string', default: 'stylish' },
  'max-warnings': { type: 'string' },
  width: { type: 'string' },
  color: { type: 'boolean' },
  'no-color': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

export interface ReportArguments {
  /** Of documents that state none. */
  environment: Environment | undefined;
  /** More of them fail. */
  maxWarnings: number;
  /** Columns to wrap at, 0 for never; undefined: as wide as the terminal. */
  width: number | undefined;
  /** Undefined: as the terminal likes it. */
  color: boolean | undefined;
  help: boolean;
}

interface ReportValues {
  env?: string | undefined;
  'max-warnings'?: string | undefined;
  width?: string | undefined;
  color?: boolean | undefined;
  'no-color': boolean;
  help: boolean;
}

/**
 * @param values of `REPORT_OPTIONS`; a command checks `format` itself
 * @throws {UsageError} for values that make no sense
 */
export function reportArguments(values: ReportValues): ReportArguments {
  return {
    environment: environmentNamed(values.env),
    maxWarnings: wholeNumber('--max-warnings', values['max-warnings']) ?? Number.POSITIVE_INFINITY,
    width: wholeNumber('--width', values.width),
    color: values['no-color'] ? false : values.color,
    help: values.help,
  };
}

function environmentNamed(name: string | undefined): Environment | undefined {
  if (name === undefined || isEnvironment(name)) return name;
  throw new UsageError(`--env ${name}: environments are ${ENVIRONMENTS.join(', ')}.`);
}

function wholeNumber(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  throw new UsageError(`${option} ${value}: say a whole number, 0 or more.`);
}
