import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Server } from '@modelcontextprotocol/server';
import { glob } from 'tinyglobby';
import { DEFAULT_EXCLUDES, findManifests } from '../catalog/files.ts';
import { type HttpOptions, httpOptions } from '../controlPlane/settings/options.ts';
import { Settings, SettingsError } from '../controlPlane/settings/settings.ts';
import { settingsSources } from '../controlPlane/settings/sources.ts';
import { userSignIns } from './authorization/userSignIns.ts';
import { Gateway } from './gateway.ts';
import { governanceOf } from './governing.ts';
import { visible } from './hygiene/invisible.ts';
import { GATEWAY_USAGE, type GatewayArguments, gatewayArguments } from './options.ts';
import { OrganisationPins } from './pins/organisationPins.ts';
import { firstSightIn, workspacePins } from './pins/workspacePins.ts';
import { workspaceCache, workspaceCapabilities } from './registry/workspaceCapabilities.ts';
import { isAnswer } from './sources/mcpInput.ts';
import { serversOffered } from './sources/sources.ts';
import type { Alerts } from './telemetry/alerts.ts';

/** What looks after servers rather than serve them. */
const CARING = ['list', 'pins', 'sign-in', 'sign-out'] as const;

/**
 * `heady gateway`. Serves until its client or a signal ends it.
 *
 * @returns exit code, where it did not begin to serve or has ended; undefined while it serves
 */
export async function gatewayCommand(args: readonly string[]): Promise<number | undefined> {
  try {
    const [command = '', ...others] = args;
    const caring = CARING.find((each) => each === command);
    if (caring) return await lookAfter(caring, others);
    if (/^[a-z]/.test(command)) {
      throw new SettingsError(`There is no 'heady gateway ${command}'. There are: ${CARING.join(', ')}.`);
    }
    const options = gatewayArguments(args);
    if (options.help) {
      process.stdout.write(GATEWAY_USAGE);
      return 0;
    }
    enter(options);
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

/** What its servers' manifests refer to, and they themselves, are found from there. */
function enter({ folder }: GatewayArguments): void {
  process.chdir(folder);
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
async function lookAfter(command: (typeof CARING)[number], args: readonly string[]): Promise<number> {
  // What is shown anyway need not be told, and what is left of the arguments is the command's own.
  const gatewayFor = (options: GatewayArguments) => {
    enter(options);
    return gatewayOf({ ...options, others: [] }, () => {});
  };
  try {
    if (command === 'list') {
      const { listCommand } = await import('./registry/listCommand.ts');
      return await listCommand(args, gatewayFor);
    }
    if (command === 'pins') {
      const { pinsCommand } = await import('./pins/pinsCommand.ts');
      return await pinsCommand(args, gatewayFor);
    }
    const { signInCommand } = await import('./authorization/signInCommand.ts');
    return await signInCommand(command, args, gatewayFor);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    log(`${error.message} See: heady gateway ${command} --help`);
    return 2;
  }
}

/** The gateway to the servers that there are. Says which of them it leaves out, and why. */
async function gatewayOf(options: GatewayArguments, news?: (message: string) => void): Promise<Gateway> {
  const { environment, folder, manifests, allowAddresses, firstSight, metaToolsAbove } = options;
  const files = await manifestFiles(manifests, folder);
  const { upstreams, problems } = await serversOffered(options, files, process.env);
  forgetAnswers(process.env);
  for (const { uri, line, name, reason } of problems) {
    log(`${uri}:${line + 1}: ${reason} ${name === undefined ? 'It' : `"${name}"`} is left out.`);
  }
  if (upstreams.length === 0) log(nothingOffered(environment, folder));
  const governance = governanceOf(options, folder, news ? () => {} : log);
  const decided = new OrganisationPins();
  const pins = await workspacePins(
    folder,
    firstSight ?? firstSightIn(environment),
    log,
    news ?? ((message, server) => governance.alerts.raise({ cause: `pins ${message}`, server, message })),
    decided,
  );
  pins.onChanged(() => settlePins(governance.alerts));
  const known = await workspaceCapabilities(folder);
  const signIns = userSignIns(options.others);
  const cache = workspaceCache(folder, 'organisation');
  const organisation = { pins: decided, onTrouble: log, ...(cache ? { cache } : {}) };
  return new Gateway({
    environment,
    upstreams,
    allowAddresses,
    pins,
    organisation,
    governance,
    known,
    signIns,
    ...(metaToolsAbove === undefined ? {} : { metaToolsAbove }),
  });
}

function nothingOffered(environment: string, folder: string): string {
  return `Nothing in ${folder} tells of a server that is offered in ${environment}. Add a manifest of kind McpServer or a .vscode/mcp.json, or name another --folder or --env.`;
}

/** What was meant for one server is not there for another one to refer to. */
function forgetAnswers(variables: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(variables)) if (isAnswer(name)) delete variables[name];
}

/** Somebody has decided about what servers offer: what there was to decide is no trouble any more. */
function settlePins(alerts: Alerts): void {
  for (const { cause, server = '' } of alerts.active) {
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

/** Standard output belongs to the protocol. What servers say may be part of a message, and moves no cursor. */
function log(message: string): void {
  process.stderr.write(`heady gateway: ${visible(message)}\n`);
}
