import { parseOptions, UsageError } from '../usage.ts';

/** The others tell of Heady's rules and their pages, which these are not. */
const FORMATS = ['stylish', 'json', 'github'] as const;
export type TemplateFormat = (typeof FORMATS)[number];

export const TEMPLATE_USAGE = `usage: heady template check [folders...] [options]

Finds what is wrong with templates: texts that do not parse or name what is not there, questions that make no sense, and
what comes out for many answers, held against the rails. A folder is a template, or holds some (default: heady-templates
in this folder, else this folder). Nothing is run and nothing is written.

  --format NAME          ${FORMATS.join(', ')} (default: stylish)
  --json                 the same as --format json
  --color, --no-color    colour the output or not (default: on a terminal)
  --help                 print this

To see what a template makes: heady new service demo --templates FOLDER --template NAME --dry-run --diff

exit codes: 0 clean, 1 findings at error, 2 could not run
`;

export interface TemplateArguments {
  /** Undefined: where templates of a workspace lie. */
  folders: string[] | undefined;
  format: TemplateFormat;
  /** Undefined: as the terminal likes it. */
  color: boolean | undefined;
  help: boolean;
}

/** @throws {UsageError} for options that are unknown or make no sense */
export function parseTemplateArguments(args: readonly string[]): TemplateArguments {
  const { values, positionals } = parse(args);
  const { color, help } = values;
  const [task, ...folders] = positionals;
  const format = FORMATS.find((each) => each === (values.json ? 'json' : values.format));
  if (!format) throw new UsageError(`--format ${values.format}: formats are ${FORMATS.join(', ')}.`);
  if (!help && task !== 'check') {
    const wrong =
      task === undefined
        ? "'heady template' needs to be told what to do"
        : `'${task}' is nothing that it does`;
    throw new UsageError(`${wrong}. Run 'heady template check [folders...]'.`);
  }
  return { folders: folders.length > 0 ? folders : undefined, format, color, help };
}

function parse(args: readonly string[]) {
  return parseOptions('heady template', {
    args: [...args],
    allowPositionals: true,
    allowNegative: true,
    options: {
      format: { type: 'string', default: 'stylish' },
      json: { type: 'boolean', default: false },
      color: { type: 'boolean' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
}
