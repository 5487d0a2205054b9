import { ENVIRONMENTS } from '../manifest/document.ts';
import { IMPACT_FORMAT_NAMES, type ImpactFormatName, isImpactFormatName } from './format/impactFormats.ts';
import { REPORT_OPTIONS, type ReportArguments, reportArguments } from './reportOptions.ts';
import { parseOptions, UsageError } from './usage.ts';

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

export interface ImpactArguments extends ReportArguments {
  paths: string[];
  format: ImpactFormatName;
  /** What standard input is called; undefined: to be seen from what it says. */
  stdinName: string | undefined;
  jsonl: boolean;
}

/** @throws {UsageError} for options that are unknown or make no sense */
export function parseImpactArguments(args: readonly string[]): ImpactArguments {
  const { values, positionals } = parse(args);
  const { format } = values;
  const report = reportArguments(values);
  if (!isImpactFormatName(format))
    throw new UsageError(`--format ${format}: formats are ${IMPACT_FORMAT_NAMES.join(', ')}.`);
  if (values.jsonl && positionals.length > 1)
    throw new UsageError(`--jsonl reads one file or standard input, not ${positionals.length} files.`);
  return {
    ...report,
    paths: positionals.length || values.jsonl ? positionals : ['.'],
    format,
    stdinName: values['stdin-name'],
    jsonl: values.jsonl,
  };
}

function parse(args: readonly string[]) {
  return parseOptions('heady impact', {
    args: [...args],
    allowPositionals: true,
    options: {
      ...REPORT_OPTIONS,
      'stdin-name': { type: 'string' },
      jsonl: { type: 'boolean', default: false },
    },
  });
}
