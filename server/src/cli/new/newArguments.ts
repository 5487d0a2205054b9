import { ENVIRONMENTS } from '../../manifest/document.ts';
import { isEnvironment } from '../../manifest/environment.ts';
import { QUESTIONS, type Question, type Sensitivity } from '../../scaffold/answers.ts';
import { judgePath } from '../../scaffold/paths.ts';
import type { CreatedKind } from '../../scaffold/template/template.ts';
import { controlPlaneUrl } from '../controlPlane.ts';
import { parseOptions, UsageError } from '../usage.ts';
import { KIND_WORDS, kindOf, WORDS } from './kinds.ts';

export const SENSITIVITIES = ['public', 'internal', 'confidential', 'restricted'] as const;

export const NEW_USAGE = `usage: heady new <kind> [name] [options]
       heady new [kind] --list

Makes a project or a manifest from a template: ${WORDS.join(', ')}. Asks for what is
missing where there is a terminal. Writes all of it or nothing, and over no file unless told to.

answers:
  --environment NAME     ${ENVIRONMENTS.join(', ')}; of services and machines
  --vertical NAME        of all but verticals and MCP servers
  --owner NAME           team that answers for it
  --sensitivity LEVEL    ${SENSITIVITIES.join(', ')}
  --description TEXT     what it is for, in a line
  --template NAME        which template; not needed where there is one
  --source ID            of which source, where several have one of that name
  --set NAME=VALUE       answer to a question of the template; again for each

where:
  --workspace DIR        workspace folder (default: the nearest with .git, .heady or heady.yaml, else this one)
  --folder DIR           folder of the project in it (default: that of its kind, such as services/<vertical>/<name>)
  --templates PLACE      a folder of templates, or a git repository as URL#ref:folder; again for each
  --control-plane URL    take its templates, too, and ask it what is registered (token in HEADY_TOKEN)

what happens:
  --list                 list the templates, and those that cannot be used
  --dry-run              write nothing; say what would become of each file
  --diff                 with it, show the texts, as differences where a file is there
  --overwrite            replace files that are there and differ
  --keep                 keep them, and write the rest
  --yes                  ask nothing: take the defaults of the template
  --json                 say it as JSON; asks nothing
  --color, --no-color    colour the output or not (default: on a terminal)
  --help                 print this

exit codes: 0 done; 1 refused, as a rule is broken or a file is there; 2 could not run
`;

export interface NewArguments {
  help: boolean;
  list: boolean;
  kind: CreatedKind | undefined;
  answers: Readonly<Partial<Record<Question, string>>>;
  template: string | undefined;
  source: string | undefined;
  /** As they were typed, by name. */
  set: ReadonlyMap<string, string>;
  workspace: string | undefined;
  folder: string | undefined;
  templates: string[];
  controlPlane: URL | undefined;
  dryRun: boolean;
  diff: boolean;
  existing: 'refuse' | 'keep' | 'overwrite';
  yes: boolean;
  json: boolean;
  color: boolean | undefined;
}

/** @throws {UsageError} for what is unknown or makes no sense */
export function parseNewArguments(args: readonly string[]): NewArguments {
  const { values, positionals } = parse(args);
  const [word, name, ...more] = positionals;
  const kind = word === undefined ? undefined : kindOf(word);
  if (word !== undefined && !kind)
    throw new UsageError(`'${word}' cannot be made. Kinds are ${WORDS.join(', ')}.`);
  if (!kind && !values.list && !values.help)
    throw new UsageError(`Say what to make: heady new ${WORDS.join(' | ')}. 'heady help new' says more.`);
  if (more.length > 0) throw new UsageError(`'${more[0]}': one name is enough. Quote texts with blanks.`);
  if (name !== undefined && values.name !== undefined && name !== values.name)
    throw new UsageError(`--name ${values.name}: the name is given as ${name} too. Keep one of them.`);
  if (values.overwrite && values.keep) throw new UsageError('--overwrite and --keep: keep one of them.');
  return {
    help: values.help,
    list: values.list,
    kind,
    answers: kind ? answersOf(kind, { ...values, name: name ?? values.name }) : {},
    template: values.template,
    source: values.source,
    set: settingsOf(values.set),
    workspace: values.workspace,
    folder: folderOf(values.folder),
    templates: values.templates,
    controlPlane: controlPlaneUrl(values['control-plane']),
    dryRun: values['dry-run'],
    diff: values.diff,
    existing: values.overwrite ? 'overwrite' : values.keep ? 'keep' : 'refuse',
    yes: values.yes,
    json: values.json,
    color: values['no-color'] ? false : values.color,
  };
}

/** `name=value` of every `--set`. @throws {UsageError} */
export function settingsOf(given: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    given.map((each) => {
      const at = each.indexOf('=');
      if (at < 1) throw new UsageError(`--set ${each}: write NAME=VALUE.`);
      return [each.slice(0, at), each.slice(at + 1)] as const;
    }),
  );
}

type Given = Readonly<Partial<Record<Question, string | undefined>>>;

function answersOf(kind: CreatedKind, given: Given): Partial<Record<Question, string>> {
  const all = Object.keys(given) as string[];
  const questions: readonly string[] = QUESTIONS[kind];
  const alien = ['environment', 'vertical', 'owner', 'sensitivity', 'description'].find(
    (each) => all.includes(each) && given[each as Question] !== undefined && !questions.includes(each),
  );
  if (alien !== undefined)
    throw new UsageError(`--${alien}: nobody asks for that of a new ${KIND_WORDS[kind]}. Leave it out.`);
  const { environment, sensitivity } = given;
  if (environment !== undefined && !isEnvironment(environment))
    throw new UsageError(`--environment ${environment}: environments are ${ENVIRONMENTS.join(', ')}.`);
  if (sensitivity !== undefined && !isSensitivity(sensitivity))
    throw new UsageError(`--sensitivity ${sensitivity}: it is one of ${SENSITIVITIES.join(', ')}.`);
  return Object.fromEntries(
    QUESTIONS[kind].flatMap((question) => {
      const answer = given[question]?.trim();
      return answer === undefined ? [] : [[question, answer]];
    }),
  );
}

function isSensitivity(word: string): word is Sensitivity {
  return SENSITIVITIES.some((each) => each === word);
}

function folderOf(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const folder = given.replaceAll('\\', '/').replace(/^(\.\/)+|\/+$/g, '');
  if (folder === '' || folder === '.') return '';
  const fault = judgePath(folder);
  if (fault) throw new UsageError(`--folder ${given}: ${fault}. Name a folder within the workspace folder.`);
  return folder;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

function parse(args: readonly string[]) {
  return parseOptions('heady new', {
    args: [...args],
    allowPositionals: true,
    options: {
      name: text,
      environment: text,
      vertical: text,
      owner: text,
      sensitivity: text,
      description: text,
      template: text,
      source: text,
      set: { type: 'string', multiple: true, default: [] },
      workspace: text,
      folder: text,
      templates: { type: 'string', multiple: true, default: [] },
      'control-plane': { type: 'string' },
      list: flag,
      'dry-run': flag,
      diff: flag,
      overwrite: flag,
      keep: flag,
      yes: { type: 'boolean', short: 'y', default: false },
      json: flag,
      color: { type: 'boolean' },
      'no-color': flag,
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
}
