import { STORE_KINDS } from '../controlPlane/openStore.ts';
import { type StoreOptions, storeOptions } from '../controlPlane/settings/options.ts';
import { Settings, SettingsError } from '../controlPlane/settings/settings.ts';
import { settingsSources } from '../controlPlane/settings/sources.ts';
import type { AuditHead, AuditQuery } from '../controlPlane/store/auditLog.ts';
import { ENVIRONMENTS } from '../manifest/document.ts';
import { isEnvironment } from '../manifest/environment.ts';
import { parseOptions, UsageError } from './usage.ts';

const text = { type: 'string' } as const;

/** Settings of the control plane that count here as well. */
const STORE = { store: text, 'store-file': text, 'store-timeout': text, config: text };
const CONDITIONS = {
  actor: text,
  action: text,
  target: text,
  env: text,
  vertical: text,
  outcome: text,
  correlation: text,
  from: text,
  until: text,
};
const OPTIONS = {
  verify: { ...STORE, head: text, file: text, format: text },
  query: { ...STORE, ...CONDITIONS, limit: text, format: text },
  export: { ...STORE, to: text, format: text },
};

export type AuditArguments =
  | { command: 'verify'; from: StoreOptions | { file: string }; head: AuditHead | undefined; json: boolean }
  | { command: 'query'; from: StoreOptions; query: AuditQuery; limit: number; format: 'table' | 'jsonl' }
  | { command: 'export'; from: StoreOptions; to: string | undefined; format: 'jsonl' | 'csv' };

type Values = Readonly<Record<string, string | boolean | undefined>>;

/**
 * @param isTerminal whether somebody looks at the output
 * @returns undefined where help is asked for
 * @throws {UsageError} for what is unknown or makes no sense
 */
export function parseArguments(args: readonly string[], isTerminal: boolean): AuditArguments | undefined {
  const [command, ...rest] = args;
  if (args.includes('--help') || args.includes('-h')) return undefined;
  if (command !== 'verify' && command !== 'query' && command !== 'export') {
    throw new UsageError(
      "Say what to do: heady audit verify, query or export. 'heady help audit' says more.",
    );
  }
  const values = parse(rest, OPTIONS[command]);
  switch (command) {
    case 'verify':
      return {
        command,
        from: values.file === undefined ? storeOf(values) : fileOf(values),
        head: headOf(values),
        json: oneOf(values, 'format', ['text', 'json'], 'text') === 'json',
      };
    case 'query': {
      const format = oneOf(values, 'format', ['table', 'jsonl'], isTerminal ? 'table' : 'jsonl');
      return { command, from: storeOf(values), query: queryOf(values), limit: limitOf(values), format };
    }
    case 'export': {
      const format = oneOf(values, 'format', ['jsonl', 'csv'], 'jsonl');
      return { command, from: storeOf(values), to: textOf(values, 'to'), format };
    }
  }
}

function parse(args: readonly string[], options: Readonly<Record<string, typeof text>>): Values {
  return parseOptions('heady audit', { args: [...args], options }).values as Values;
}

/** As the control plane itself finds its store. */
function storeOf(values: Values): StoreOptions {
  const args = Object.keys(STORE).flatMap((name) =>
    values[name] === undefined ? [] : [`--${name}=${values[name]}`],
  );
  try {
    return storeOptions(new Settings(settingsSources(args)), STORE_KINDS);
  } catch (error) {
    if (error instanceof SettingsError) throw new UsageError(error.message);
    throw error;
  }
}

function fileOf(values: Values): { file: string } {
  const other = Object.keys(STORE).find((name) => values[name] !== undefined);
  if (other !== undefined) throw new UsageError(`--${other}: --file is given too. Keep one of them.`);
  return { file: String(values.file) };
}

function headOf(values: Values): AuditHead | undefined {
  const given = textOf(values, 'head');
  if (given === undefined) return undefined;
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(given) ?? [];
  if (seq === undefined || hash === undefined) {
    throw new UsageError(`--head ${given}: it is SEQ:HASH, as an earlier verify or export printed it.`);
  }
  return { seq: Number(seq), hash };
}

function queryOf(values: Values): AuditQuery {
  const { env, from: _, until: __, ...rest } = values;
  if (env !== undefined && !isEnvironment(env)) {
    throw new UsageError(`--env ${env}: environments are ${ENVIRONMENTS.join(', ')}.`);
  }
  const equal = ['actor', 'action', 'target', 'vertical', 'outcome', 'correlation'] as const;
  const query = Object.fromEntries(
    equal.flatMap((name) => (rest[name] === undefined ? [] : [[name, rest[name]]])),
  );
  const from = timeOf(values, 'from');
  const until = timeOf(values, 'until');
  return {
    ...query,
    ...(env === undefined ? {} : { environment: env }),
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
  };
}

function timeOf(values: Values, name: 'from' | 'until'): string | undefined {
  const given = textOf(values, name);
  if (given === undefined) return undefined;
  const isTime = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(given);
  if (!isTime || Number.isNaN(Date.parse(given))) {
    throw new UsageError(`--${name} ${given}: write 2026-01-31 or 2026-01-31T08:00:00Z.`);
  }
  return new Date(given).toISOString();
}

function limitOf(values: Values): number {
  const given = textOf(values, 'limit') ?? '100';
  const limit = Number(given);
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new UsageError(`--limit ${given}: say a whole number from 1.`);
  return limit;
}

function oneOf<T extends string>(values: Values, name: string, possible: readonly T[], otherwise: T): T {
  const given = textOf(values, name) ?? otherwise;
  const found = possible.find((each) => each === given);
  if (found === undefined) throw new UsageError(`--${name} ${given}: it is ${possible.join(' or ')}.`);
  return found;
}

function textOf(values: Values, name: string): string | undefined {
  const value = values[name];
  return value === undefined ? undefined : String(value);
}
