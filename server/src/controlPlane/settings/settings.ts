import { parseArgs } from 'node:util';
import { parse as parseYaml, YAMLParseError } from 'yaml';
import { environmentVariable, SETTING_NAMES, type SettingName, settingOf } from './settingsTable.ts';

/** What was set cannot be; the message says what, where it was set, and what to do instead. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** What `parseArgs` says, which ends some of its sentences with a full stop. */
export function misused(error: unknown): SettingsError {
  return new SettingsError(`${(error as Error).message.replace(/\.$/, '')}.`);
}

/** From where settings may come. */
export interface SettingsSources {
  args: readonly string[];
  environment: Readonly<Record<string, string | undefined>>;
  /** @throws where the file cannot be read */
  readFile(path: string): string;
}

interface Given {
  values: readonly string[];
  /** For messages: `--store`, an environment variable, a file. */
  where: string;
}

/** What was set, and where; how it is read is the reader's to say. */
export class Settings {
  readonly #given = new Map<SettingName, Given>();
  readonly #readFile: (path: string) => string;
  /** Help was asked for, so nothing else counts. */
  readonly help: boolean;

  /** @throws SettingsError for what is no setting */
  constructor({ args, environment, readFile }: SettingsSources) {
    this.#readFile = readFile;
    const { help, ...flags } = readFlags(args);
    this.help = help === true;
    if (this.help) return;
    for (const name of SETTING_NAMES) {
      const flag = flags[name];
      const text = environment[environmentVariable(name)];
      if (flag !== undefined) this.#give(name, [flag].flat().map(String), `--${name}`);
      else if (text)
        this.#give(name, settingOf(name).list ? text.split(',') : [text], environmentVariable(name));
    }
    const path = this.text('config');
    if (path !== undefined) this.#giveFile(path);
  }

  /** Names where it was set, be it by its file. @throws SettingsError */
  fail(name: SettingName, message: string): never {
    const given = this.#given.get(name) ?? this.#given.get(`${name}-file` as SettingName);
    throw new SettingsError(`${given?.where ?? `--${name}`}: ${message}`);
  }

  has(name: SettingName): boolean {
    return this.#given.has(name);
  }

  isOn(name: SettingName): boolean {
    const text = this.text(name);
    if (text === undefined || text === 'false') return false;
    return text === 'true' || this.fail(name, 'it is true or false.');
  }

  text(name: SettingName): string | undefined {
    return this.#given.get(name)?.values.at(-1);
  }

  list(name: SettingName): readonly string[] {
    return this.#given.get(name)?.values.map((value) => value.trim()) ?? [];
  }

  /** A whole number of at least 1, or what it is by default. */
  count(name: SettingName, otherwise: number): number {
    const text = this.text(name);
    if (text === undefined) return otherwise;
    const count = Number(text);
    if (!Number.isSafeInteger(count) || count < 1) this.fail(name, `"${text}" is no whole number from 1.`);
    return count;
  }

  url(name: SettingName): URL | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    return url && /^https?:$/.test(url.protocol)
      ? url
      : this.fail(name, `"${text}" is no URL that begins with https:// or http://.`);
  }

  /** A secret given as itself or in a file, without the line's end; never part of a message. */
  secret(name: 'store' | 'jwt-secret' | 'token' | 'state-key'): string | undefined {
    return this.#secretFile(name) ?? this.text(name);
  }

  /** The same for several, which stand in their file one a line. Empty: none was given. */
  secrets(name: 'secrets-key'): readonly string[] {
    return this.#secretFile(name)?.split(/\s+/).filter(Boolean) ?? this.list(name);
  }

  #secretFile(name: 'store' | 'jwt-secret' | 'token' | 'state-key' | 'secrets-key'): string | undefined {
    const file = `${name}-file` as const;
    const path = this.text(file);
    if (path === undefined) return undefined;
    if (this.has(name)) this.fail(file, `${name} is set too. Keep one of them.`);
    try {
      return this.#readFile(path).trim();
    } catch (error) {
      this.fail(file, `it cannot be read. ${(error as Error).message}`);
    }
  }

  #give(name: SettingName, values: readonly string[], where: string): void {
    if (!this.#given.has(name)) this.#given.set(name, { values, where });
  }

  #giveFile(path: string): void {
    for (const [name, value] of Object.entries(this.#parseFile(path))) {
      if (!isSetting(name) || name === 'config') {
        throw new SettingsError(`${path}: "${name}" is no setting. --help lists those there are.`);
      }
      this.#give(name, [value].flat().map(String), `${path}: ${name}`);
    }
  }

  #parseFile(path: string): object {
    let content: unknown;
    try {
      content = parseYaml(this.#readFile(path));
    } catch (error) {
      this.fail('config', `${path} cannot be read. ${reasonOf(error as Error)}`);
    }
    if (content === null) return {};
    if (typeof content !== 'object' || Array.isArray(content))
      this.fail('config', `${path} is no map of settings.`);
    return content;
  }
}

/** The parser's own messages show the text, which may hold secrets. */
function reasonOf(error: Error): string {
  if (!(error instanceof YAMLParseError)) return error.message;
  const [at] = error.linePos ?? [];
  return `It is no YAML${at ? ` at line ${at.line}, column ${at.col}` : ''} (${error.code}).`;
}

function isSetting(name: string): name is SettingName {
  return (SETTING_NAMES as string[]).includes(name);
}

function readFlags(args: readonly string[]) {
  const flags = SETTING_NAMES.filter((name) => !settingOf(name).secret).map((name) => {
    const { value, list } = settingOf(name);
    return [name, { type: value ? 'string' : 'boolean', multiple: list ?? false } as const];
  });
  const secret = SETTING_NAMES.find((name) => settingOf(name).secret && isAmong(args, name));
  if (secret) {
    throw new SettingsError(
      `--${secret} is no flag, as everybody on a machine sees them. Say --${secret}-file, or set ${environmentVariable(secret)}.`,
    );
  }
  const options = { ...Object.fromEntries(flags), help: { type: 'boolean', short: 'h' } as const };
  try {
    return parseArgs({ args: [...args], options }).values as Partial<
      Record<SettingName | 'help', string | boolean | string[]>
    >;
  } catch (error) {
    throw misused(error);
  }
}

function isAmong(args: readonly string[], name: SettingName): boolean {
  return args.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
}
