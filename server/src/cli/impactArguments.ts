import { parseArgs } from 'node:util';
import { ENVIRONMENTS, type Environment } from '../manifest/document.ts';
import { isEnvironment } from '../manifest/environment.ts';
import { IMPACT_FORMAT_NAMES, type ImpactFormatName, isImpactFormatName } from './format/impactFormats.ts';
import { wholeNumber } from './lintArguments.ts';
import { misusedOptions, UsageError } from './usage.ts';

export const IMPACT_USAGE = `usage: heady impact [paths...] [options]
       heady impact --jsonl [file]

Finds who is left out: by wording, by criteria, by what is not stated. Reads the manifests in the given files, folders and
globs (default: this folder), and files of any other kind that are named: plain text, Markdown, OpenAPI, .http.
The path - reads standard input: a manifest, or plain text.

  --format NAME          ${IMPACT_FORMAT_NAMES.join(', ')} (default: stylish)
  --env NAME             environment of documents that state none: ${ENVIRONMENTS.join(', ')}
  --max-warnings N       fail on more warnings than this
  --stdin-name PATH      what standard input is, by its name: notes.md, prod.heady.yaml
  --width N              columns to wrap at (default: the terminal's; 0: never)
  --color, --no-color    colour the output or not (default: on a terminal)
  --jsonl                read a text a line, {"id": "...", "field": "...", "text": "..."}, from the file or standard input;
                         field is description, eligibility, name or label. Writes one JSON object:
                         {"<id>": [{"rule", "text", "start", "end", "message"}]}, offsets in UTF-16 units
  --help                 print this

exit codes: 0 clean, 1 findings at error (or warnings above N), 2 could not run
with --jsonl: 0 every line was read, 2 some could not be; what could be read is answered all the same
`;

export interface ImpactArguments {
  paths: string[];
  format: ImpactFormatName;
  environment: Environment | undefined;
  maxWarnings: number;
  /** What standard input is called; undefined: to be seen from what it says. */
  stdinName: string | undefined;
  width: number | undefined;
  color: boolean | undefined;
  jsonl: boolean;
  help: boolean;
}

/** @throws {UsageError} for options that are unknown or make no sense */
export function parseImpactArguments(args: readonly string[]): ImpactArguments {
  const { values, positionals } = parse(args);
  const { env, format } = values;
  if (env !== undefined && !isEnvironment(env))
    throw new UsageError(`--env ${env}: environments are ${ENVIRONMENTS.join(', ')}.`);
  if (!isImpactFormatName(format))
    throw new UsageError(`--format ${format}: formats are ${IMPACT_FORMAT_NAMES.join(', ')}.`);
  if (values.jsonl && positionals.length > 1)
    throw new UsageError(`--jsonl reads one file or standard input, not ${positionals.length} files.`);
  const maxWarnings = wholeNumber('--max-warnings', values['max-warnings']);
  return {
    paths: positionals.length || values.jsonl ? positionals : ['.'],
    format,
    environment: env,
    maxWarnings: maxWarnings ?? Number.POSITIVE_INFINITY,
    stdinName: values['stdin-name'],
    width: wholeNumber('--width', values.width),
    color: values['no-color'] ? false : values.color,
    jsonl: values.jsonl,
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
        'max-warnings': { type: 'string' },
        'stdin-name': { type: 'string' },
        width: { type: 'string' },
        color: { type: 'boolean' },
        'no-color': { type: 'boolean', default: false },
        jsonl: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw misusedOptions(error, 'heady impact');
  }
}
