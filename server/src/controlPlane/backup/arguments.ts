import { parseArgs } from 'node:util';
import { STORE_KINDS } from '../openStore.ts';
import { type StoreOptions, storeOptions } from '../settings/options.ts';
import { misused, Settings, SettingsError, type SettingsSources } from '../settings/settings.ts';
import { environmentVariable } from '../settings/settingsTable.ts';

export interface BackupArguments extends StoreOptions {
  /** The file with the backup. */
  path: string;
  replace: boolean;
}

/** Settings of the control plane that count here as well. */
const SHARED = ['store', 'store-file', 'store-timeout', 'config'] as const;

/**
 * @param file what the file is called, `to` or `from`
 * @returns undefined where help is asked for
 * @throws SettingsError
 */
export function parseArguments(sources: SettingsSources, file: 'to' | 'from'): BackupArguments | undefined {
  const values = parse(sources.args, file);
  if (values.help) return undefined;
  const args = SHARED.flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [`--${name}=${value}`];
  });
  const settings = new Settings({ ...sources, args });
  const path = values[file];
  if (!path) throw new SettingsError(`Say which file: --${file} FILE.`);
  return { ...storeOptions(settings, STORE_KINDS), path: String(path), replace: values.replace === true };
}

function parse(args: readonly string[], file: 'to' | 'from'): Record<string, string | boolean | undefined> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    ...Object.fromEntries([...SHARED, file].map((name) => [name, text])),
    ...(file === 'from' ? { replace: flag } : {}),
    help: { ...flag, short: 'h' },
  };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw misused(error);
  }
}

const STORE_LINES = `  --store STORE            sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE
  --store-file PATH        a file with that, so that a password in it is seen by nobody
  --store-timeout SECONDS  how long to wait for a PostgreSQL that is not there yet; default: 60
  --config PATH            the YAML file of the control plane, for these three
  --help                   print this

--store may stand in the environment instead, as ${environmentVariable('store')}: everybody on a machine sees what is on
the command line.
`;

export const BACKUP_USAGE = `heady control-plane backup: writes down all that a control plane keeps.

usage: heady control-plane backup --store STORE --to FILE

The control plane may go on meanwhile: the backup is of one moment. Secrets stay sealed; keep their key elsewhere. The
same file can be restored into SQLite and PostgreSQL.

  --to FILE                where it is written; there may be nothing of that name yet
${STORE_LINES}
Exit code: 0 it is written and on disk, 1 it is not, 2 the command line or a setting cannot be.
`;

export const RESTORE_USAGE = `heady control-plane restore: makes a store what it was when a backup was made.

usage: heady control-plane restore --store STORE --from FILE [--replace]

Stop every control plane that runs on the store first. The backup is checked before anything is touched; it is
restored as a whole or not at all, and the audit log notes it.

  --from FILE              the backup, of SQLite or PostgreSQL
  --replace                also into a store that is not empty. An SQLite file is kept beside the new one, under another
                           name; what is in PostgreSQL is gone
${STORE_LINES}
Exit code: 0 it is restored, 1 it is not and the store is as it was, 2 the command line or a setting cannot be.
`;
