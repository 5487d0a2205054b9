import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { CANNOT_START } from '../catalog/controlPlaneContract.ts';
import { MemoryQuotas } from './access/rateLimiter.ts';
import { rulesGate } from './gate/rulesGate.ts';
import type { Service } from './http/serveHttp.ts';
import { type OpenedStore, openStore, STORE_KINDS } from './openStore.ts';
import { quietExperimentalWarnings } from './quietWarnings.ts';
import { watchNews } from './resources/news.ts';
import { KeyRing } from './secrets/keyRing.ts';
import { Vault } from './secrets/vault.ts';
import { controlPlaneServer } from './server.ts';
import { type HttpOptions, parseOptions } from './settings/options.ts';
import { SettingsError } from './settings/settings.ts';
import { environmentVariable, SETTING_NAMES, settingOf, USAGE } from './settings/settingsTable.ts';
import type { QuotaStore } from './store/limitStore.ts';

/**
 * `heady control-plane`. Serves until its client or a signal ends it.
 *
 * @returns exit code, where it did not begin to serve or has ended; undefined while it serves
 */
export async function controlPlaneCommand(args: readonly string[]): Promise<number | undefined> {
  quietExperimentalWarnings();
  try {
    const sources = {
      args,
      environment: takeEnvironment(),
      readFile: (path: string) => readFileSync(path, 'utf8'),
    };
    const options = parseOptions(sources, STORE_KINDS);
    if (!options) {
      process.stdout.write(USAGE);
      return 0;
    }
    const store = await openStore(options.store, log);
    const { secretsKeys } = options;
    const vault = new Vault(store.secrets, secretsKeys && new KeyRing(secretsKeys));
    if (options.http) {
      // A file is one node's; to count in it would cost a write for every request.
      const quotas = options.store.startsWith('sqlite:') ? new MemoryQuotas() : store.quotas;
      return await serveUntilSignal(options.http, store, vault, quotas);
    }
    (await import('./serveStdio.ts')).serveStandardStreams(store, vault, log);
    return undefined;
  } catch (error) {
    if (error instanceof SettingsError) return fail(2, `${error.message}\n\n${USAGE}`);
    const reason = reasonOf(error);
    if (reason !== undefined) return fail(1, `${CANNOT_START}${reason}`);
    throw error;
  }
}

async function serveUntilSignal(
  options: HttpOptions,
  store: OpenedStore,
  vault: Vault,
  quotas: QuotaStore,
): Promise<number> {
  const [{ serveHttp }, { openLog }] = await Promise.all([
    import('./http/serveHttp.ts'),
    import('./http/log.ts'),
  ]);
  try {
    const served = await serveHttp(options, serviceOf(store, vault), openLog(options.logLevel), quotas);
    await signalToEnd();
    await served.stop();
  } finally {
    await store.close();
  }
  return 0;
}

/** A second signal is of somebody who does not want to wait. */
async function signalToEnd(): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  await Promise.race(signals.map((signal) => once(process, signal)));
  for (const signal of signals) process.once(signal, () => process.exit(1));
}

function serviceOf(store: OpenedStore, vault: Vault): Service {
  const { catalog, audit } = store;
  const gate = rulesGate(catalog);
  return {
    audit,
    ping: () => store.ping(),
    source: (guard) => ({
      makeServer: (announcing) => controlPlaneServer({ store, vault, gate, guard }, announcing),
      watch: (listener) => watchNews(store, listener),
    }),
  };
}

/** Secrets among the settings are taken out: what this process starts or dumps shall not hold them. */
function takeEnvironment(): Readonly<Record<string, string | undefined>> {
  const environment = { ...process.env };
  for (const name of SETTING_NAMES) if (settingOf(name).secret) delete process.env[environmentVariable(name)];
  return environment;
}

/**
 * What the operator can do something about. Told by name, since what throws it is only loaded when needed.
 *
 * @returns undefined for a fault of the program
 */
function reasonOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && error.code === 'ERR_UNKNOWN_BUILTIN_MODULE') {
    return `The control plane needs Node 22.5 or later; this is ${process.version}.`;
  }
  return /^(\w*Store\w*|Listen)Error$/.test(error.name) ? error.message : undefined;
}

function fail(code: number, message: string): number {
  log(message);
  return code;
}

/** Standard output belongs to the protocol. */
function log(message: string): void {
  process.stderr.write(`heady control plane: ${message}\n`);
}
