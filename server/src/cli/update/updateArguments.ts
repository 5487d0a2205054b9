import type { Preference } from '../../scaffold/update/mergeTexts.ts';
import { controlPlaneUrl } from '../controlPlane.ts';
import { settingsOf } from '../new/newArguments.ts';
import { parseOptions, UsageError } from '../usage.ts';

export const UPDATE_USAGE = `usage: heady update [paths...] [options]

Brings services that were made from a template to its present version: what the template changed since and what you changed
are merged, three ways. Looks at the manifests in the given files and folders (default: this folder).

  --check                write nothing; fail where there is a newer version
  --dry-run              write nothing; say what would become of each file
  --diff                 with it, show the differences
  --conflicts WHOSE      where both changed the same lines: markers (default), yours, template
  --take PATH            take the template's file there whole, whatever was changed in it; again for each
  --set NAME=VALUE       another answer to a question of the template; again for each
  --force                although there are changes that git has not committed
  --workspace DIR        workspace folder (default: the nearest with .git, .heady or heady.yaml, else this one)
  --templates PLACE      a folder of templates, or a git repository as URL#ref:folder; again for each
  --control-plane URL    take its templates, too (token in HEADY_TOKEN)
  --json                 say it as JSON
  --color, --no-color    colour the output or not (default: on a terminal)
  --help                 print this

exit codes: 0 done, or nothing to do; 1 newer versions with --check, conflicts to settle, or answers that do not fit;
2 could not run
`;

export interface UpdateArguments {
  help: boolean;
  paths: string[];
  check: boolean;
  dryRun: boolean;
  diff: boolean;
  preference: Preference;
  /** As they were typed. */
  take: string[];
  set: ReadonlyMap<string, string>;
  force: boolean;
  workspace: string | undefined;
  templates: string[];
  controlPlane: URL | undefined;
  json: boolean;
  color: boolean | undefined;
}

const PREFERENCES: Readonly<Record<string, Preference>> = {
  markers: 'markers',
  yours: 'yours',
  template: 'theirs',
};

/** @throws {UsageError} for what is unknown or makes no sense */
export function parseUpdateArguments(args: readonly string[]): UpdateArguments {
  const { values, positionals } = parse(args);
  const preference = PREFERENCES[values.conflicts];
  if (!preference)
    throw new UsageError(`--conflicts ${values.conflicts}: it is ${Object.keys(PREFERENCES).join(', ')}.`);
  return {
    help: values.help,
    paths: positionals.length > 0 ? positionals : ['.'],
    check: values.check,
    dryRun: values['dry-run'],
    diff: values.diff,
    preference,
    take: values.take,
    set: settingsOf(values.set),
    force: values.force,
    workspace: values.workspace,
    templates: values.templates,
    controlPlane: controlPlaneUrl(values['control-plane']),
    json: values.json,
    color: values['no-color'] ? false : values.color,
  };
}

const flag = { type: 'boolean', default: false } as const;

function parse(args: readonly string[]) {
  return parseOptions('heady update', {
    args: [...args],
    allowPositionals: true,
    options: {
      check: flag,
      'dry-run': flag,
      diff: flag,
      conflicts: { type: 'string', default: 'markers' },
      take: { type: 'string', multiple: true, default: [] },
      set: { type: 'string', multiple: true, default: [] },
      force: flag,
      workspace: { type: 'string' },
      templates: { type: 'string', multiple: true, default: [] },
      'control-plane': { type: 'string' },
      json: flag,
      color: { type: 'boolean' },
      'no-color': flag,
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
}
