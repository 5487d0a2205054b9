import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Server } from '@modelcontextprotocol/server';
import { glob } from 'tinyglobby';
import { DEFAULT_EXCLUDES, findManifests } from '../catalog/files.ts';
import { type HttpOptions, httpOptions } from '../controlPlane/settings/options.ts';
import { Settings, SettingsError } from '../controlPlane/settings/settings.ts';
import { settingsSources } from '../controlPlane/settings/sources.ts';
import { Gateway } from './gateway.ts';
import { governanceOf } from './governing.ts';
import { GATEWAY_USAGE, type GatewayArguments, gatewayArguments } from './options.ts';
import { firstSightIn, workspacePins } from './pins/workspacePins.ts';
import { workspaceCapabilities } from './registry/workspaceCapabilities.ts';
import { offeredIn, upstreamsInFiles } from './sources/manifests.ts';
import type { Alerts } from './telemetry/alerts.ts';

/**
 * `heady gateway`. Serves until its client or a signal ends it.
 *
 * @returns exit code, where it did not begin to serve or has ended; undefined while it serves
 */
export async function gatewayCommand(args: readonly string[]): Promise<number | undefined> {
  try {
    const [command = '', ...others] = args;
    if (command === 'list' || command === 'pins') return await lookAfter(command, others);
    const options = gatewayArguments(args);
    if (options.help) {
      process.stdout.write(GATEWAY_USAGE);
      return 0;
    }
    const settings = new Settings(settingsSources(options.others));
    const isStdio = settings.isOn('stdio');
    const http = settings.has('http') ? httpOptions(settings) : undefined;
    if (!isStdio) {
      if (!http) throw new SettingsError('Say how to connect: --stdio or --http HOST:PORT.');
      return await serveUntilSignal(http, options);
    }
    const gateway = await gatewayOf(options);
    const { serveStandardStreams } = await import('./serving/serveStdio.ts');
    serveStandardStreams(gateway, log, http && (await editorServing(http, gateway)));
    return undefined;
  } catch (error) {
    if (error instanceof SettingsError) {
      log(`${error.message}\n\n${GATEWAY_USAGE}`);
      return 2;
    }
    if (!(error instanceof Error) || error.name !== 'ListenError') throw error;
    log(error.message);
    return 1;
  }
}

/** Serves others over HTTP too. @returns how whoever started the gateway is served: as the one who may look after it */
async function editorServing(http: HttpOptions, gateway: Gateway): Promise<() => Server> {
  const [{ serveGateway }, { editorServer }] = await Promise.all([
    import('./serving/serveHttp.ts'),
    import('./serving/editorServer.ts'),
  ]);
  const { url } = await serveGateway(http, gateway);
  return () => editorServer(gateway, url.href);
}

async function serveUntilSignal(http: HttpOptions, options: GatewayArguments): Promise<number> {
  const { serveGateway } = await import('./serving/serveHttp.ts');
  const serving = await serveGateway(http, await gatewayOf(options));
  await Promise.race((['SIGINT', 'SIGTERM'] as const).map((signal) => once(process, signal)));
  // A second signal is of somebody who does not want to wait.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  await serving.stop();
  return 0;
}

/** @returns exit code */
async function lookAfter(command: 'list' | 'pins', args: readonly string[]): Promise<number> {
  // What is shown anyway need not be told, and what is left of the arguments is the command's own.
  const gatewayFor = (options: GatewayArguments) => gatewayOf({ ...options, others: [] }, () => {});
  try {
    if (command === 'list') {
      const { listCommand } = await import('./registry/listCommand.ts');
      return await listCommand(args, gatewayFor);
    }
    const { pinsCommand } = await import('./pins/pinsCommand.ts');
    return await pinsCommand(args, gatewayFor);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    log(`${error.message} See: heady gateway ${command} --help`);
    return 2;
  }
}

/** The gateway to the servers that the manifests tell of. Says which of them it leaves out, and why. */
async function gatewayOf(options: GatewayArguments, news?: (message: string) => void): Promise<Gateway> {
  const { environment, manifests, allowAddresses, firstSight } = options;
  const files = await manifestFiles(manifests, process.cwd());
  const { upstreams, problems } = offeredIn(environment, await upstreamsInFiles(files));
  for (const { uri, line, name, reason } of problems) {
    log(`${uri}:${line + 1}: ${reason} ${name === undefined ? 'It' : `"${name}"`} is left out.`);
  }
  if (upstreams.length === 0) log(`No manifest tells of a server that is offered in ${environment}.`);
  const governance = governanceOf(options, process.cwd(), news ? () => {} : log);
  const pins = await workspacePins(
    process.cwd(),
    firstSight ?? firstSightIn(environment),
    log,
    news ?? ((message, server) => governance.alerts.raise({ cause: `pins ${message}`, server, message })),
  );
  pins.onChanged(() => settlePins(governance.alerts));
  const known = await workspaceCapabilities(process.cwd());
  return new Gateway({ environment, upstreams, allowAddresses, pins, governance, known });
}

/** Somebody has decided about what servers offer: what there was to decide is no trouble any more. */
function settlePins(alerts: Alerts): void {
  for (const { cause, server } of alerts.active) {
    const message = `"${server}": somebody has decided about what it offers.`;
    if (cause.startsWith('pins ')) alerts.recover({ cause, server, message });
  }
}

async function manifestFiles(globs: readonly string[], folder: string): Promise<readonly string[]> {
  if (globs.length === 0) return await findManifests(folder);
  const found = await glob([...globs], {
    cwd: folder,
    absolute: true,
    dot: true,
    ignore: [...DEFAULT_EXCLUDES],
  });
  if (found.length === 0)
    throw new SettingsError(`--manifests: nothing fits ${globs.join(', ')} in ${resolve(folder)}.`);
  return found.sort();
}

/** Standard output belongs to the protocol. */
function log(message: string): void {
  process.stderr.write(`heady gateway: ${message}\n`);
}
