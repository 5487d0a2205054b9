import { once } from 'node:events';
import { CANNOT_START } from '../catalog/controlPlane/contract.ts';
import { MemoryQuotas } from './access/rateLimiter.ts';
import { keepRetention } from './audit/retention.ts';
import { failure, log } from './failure.ts';
import { rulesGate } from './gate/rulesGate.ts';
import type { Service } from './http/serveHttp.ts';
import { Prometheus } from './metrics/prometheus.ts';
import { Sampler } from './metrics/sampler.ts';
import { openStore, STORE_KINDS } from './openStore.ts';
import type { Parts } from './parts.ts';
import { quietExperimentalWarnings } from './quietWarnings.ts';
import { watchNews } from './resources/news.ts';
import { KeyRing } from './secrets/keyRing.ts';
import { Vault } from './secrets/vault.ts';
import { controlPlaneServer } from './server.ts';
import { type HttpOptions, type Options, parseOptions } from './settings/options.ts';
import { SettingsError } from './settings/settings.ts';
import { USAGE } from './settings/settingsTable.ts';
import { settingsSources } from './settings/sources.ts';
import type { QuotaStore } from './store/limitStore.ts';
import { ProjectTemplates } from './templates/projectTemplates.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * `heady control-plane`. Serves until its client or a signal ends it.
 *
 * @returns exit code, where it did not begin to serve or has ended; undefined while it serves
 */
export async function controlPlaneCommand(args: readonly string[]): Promise<number | undefined> {
  quietExperimentalWarnings();
  const [first, ...rest] = args;
  if (first === 'backup') return await (await import('./backup/command.ts')).backupCommand(rest);
  if (first === 'restore') return await (await import('./backup/command.ts')).restoreCommand(rest);
  if (first === 'rotate-secrets')
    return await (await import('./secrets/rotateCommand.ts')).rotateCommand(rest);
  try {
    if (first !== undefined && !first.startsWith('-')) {
      throw new SettingsError(`"${first}" is no command. There are backup, restore and rotate-secrets.`);
    }
    const sources = settingsSources(args);
    const options = parseOptions(sources, STORE_KINDS);
    if (!options) {
      process.stdout.write(USAGE);
      return 0;
    }
    const store = await untilSignal(
      openStore(options.store, log, {
        patience: options.storeTimeout,
        // Whom many rely on must not become empty unnoticed; the editor's own is filled again from its workspace.
        whenDamaged: options.http ? 'refuse' : 'replace',
      }),
    );
    const { auditRetention, prometheusUrl, role, secretsKeys, templates } = options;
    const parts: Parts = {
      store,
      vault: new Vault(store.secrets, secretsKeys && new KeyRing(secretsKeys)),
      ...(prometheusUrl ? { prometheus: new Prometheus(prometheusUrl) } : {}),
      ...(templates === undefined ? {} : { projectTemplates: new ProjectTemplates(templates) }),
    };
    if (options.http) {
      // A file is one node's; to count in it would cost a write for every request.
      const quotas = options.store.startsWith('sqlite:') ? new MemoryQuotas() : store.quotas;
      return await serveUntilSignal({ ...options.http, auditRetention }, parts, quotas);
    }
    (await import('./serveStdio.ts')).serveStandardStreams(parts, { auditRetention, role, log });
    return undefined;
  } catch (error) {
    return failure(error, CANNOT_START, 'heady control-plane');
  }
}

async function serveUntilSignal(
  options: HttpOptions & Pick<Options, 'auditRetention'>,
  parts: Parts,
  quotas: QuotaStore,
): Promise<number> {
  const { store } = parts;
  // From now on: the first process of a container is ended by no signal that it does not ask for.
  const ending = signalToEnd();
  const [{ serveHttp }, { openLog }] = await Promise.all([
    import('./http/serveHttp.ts'),
    import('./http/log.ts'),
  ]);
  const { auditRetention: days, node, logLevel } = options;
  const log = openLog(logLevel);
  const stopRetention = keepRetention(store, {
    days,
    node,
    report: ({ removed, error }) =>
      error === undefined
        ? log.info({ removed }, 'audit records that need not be kept any longer were removed')
        : log.error({ error: error.message }, 'audit records could not be removed'),
  });
  const sampler = new Sampler(store, {
    node,
    isContinuous: true,
    onerror: (error) => log.warn({ error: (error as Error).message }, 'metrics could not be kept'),
  });
  try {
    const served = await serveHttp(options, serviceOf(parts, sampler), log, quotas);
    await ending;
    await served.stop();
  } finally {
    await sampler.stop();
    await stopRetention();
    await store.close();
  }
  return 0;
}

/** Whoever ends it while it waits for its store waits for nothing more: nothing was acknowledged yet. */
async function untilSignal<T>(opening: Promise<T>): Promise<T> {
  const end = () => process.exit(0);
  for (const signal of SIGNALS) process.once(signal, end);
  try {
    return await opening;
  } finally {
    for (const signal of SIGNALS) process.off(signal, end);
  }
}

/** A second signal is of somebody who does not want to wait. */
async function signalToEnd(): Promise<void> {
  await Promise.race(SIGNALS.map((signal) => once(process, signal)));
  for (const signal of SIGNALS) process.once(signal, () => process.exit(1));
}

function serviceOf(parts: Parts, sampler: Sampler): Service {
  const { store } = parts;
  const gate = rulesGate(store.catalog);
  return {
    audit: store.audit,
    observe: sampler.observe,
    ping: () => store.ping(),
    source: (guard) => ({
      makeServer: (announcing) => controlPlaneServer({ ...parts, gate, guard }, announcing),
      watch: (listener) => watchNews(store, listener),
    }),
  };
}
