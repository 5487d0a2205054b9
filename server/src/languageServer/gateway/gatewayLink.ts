import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Client, ClientCapabilities } from '@modelcontextprotocol/client';
import packageJson from '../../../../package.json' with { type: 'json' };
import { environmentVariable } from '../../controlPlane/settings/settingsTable.ts';
import { RAW } from '../../gateway/connection/raw.ts';
import {
  type GatewayAlert,
  type GatewayOverview,
  OVERVIEW_URI,
  OverviewMethods,
} from '../../protocol/gatewayOverview.ts';

/** It answers at once, or is as good as gone. In milliseconds. */
const PATIENCE = 30_000;

const SETTINGS = 'HEADY_CONTROL_PLANE_';

/** How a gateway is started. */
export interface GatewayStart {
  /** The folder that its servers run in. */
  folder: string;
  /** Which servers there are, and how they are governed: its arguments. */
  args: readonly string[];
  /** What of that no argument may hold. */
  variables: Readonly<Record<string, string>>;
  /** Where it records calls; absent: where the system keeps such things. */
  auditFolder?: string;
  /** What it is called by over HTTP; 0: any that is free. */
  port: number;
  /** Whoever has it may call what the user may. */
  token: string;
  /** What servers may ask of the editor. */
  capabilities: ClientCapabilities;
  /** Told of the client before it is connected. */
  prepare(client: Client): void;
  /** Told line by line what it says on standard error. */
  log(line: string): void;
}

/** A gateway that runs, as the editor speaks to it: over the pipes of its process. */
export interface GatewayLink {
  client: Client;
  /** The process ended, or its pipe broke. */
  onLost(listener: () => void): void;
  overview(): Promise<GatewayOverview>;
  /** Told whenever it is another one. */
  onOverview(listener: (overview: GatewayOverview) => void): void;
  /** Told of pain and pleasure, as it comes. */
  onAlert(listener: (alert: GatewayAlert) => void): void;
  /** For so long, in milliseconds, tools that may change something can be called in prod. */
  unlockProd(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a gateway. It ends when this process does, however that ends.
 *
 * @throws Error with what it said last, where it does not come up
 */
export async function startGateway(start: GatewayStart): Promise<GatewayLink> {
  const [{ Client }, { StdioClientTransport }] = await Promise.all([
    import('@modelcontextprotocol/client'),
    import('@modelcontextprotocol/client/stdio'),
  ]);
  const { folder, auditFolder, port, token } = start;
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [
      builtProgram(),
      'gateway',
      '--stdio',
      ...['--http', `127.0.0.1:${port}`],
      ...['--log-level', 'warn'],
      ...(auditFolder === undefined ? [] : ['--audit-folder', auditFolder]),
      ...start.args,
    ],
    cwd: folder,
    env: {
      // Its servers' manifests may name variables of the user's.
      ...present(process.env),
      ...start.variables,
      // An editor's own executable is Electron, which is Node when told so.
      ELECTRON_RUN_AS_NODE: '1',
      [environmentVariable('token')]: token,
      // The same each time, so that clients' sessions outlive the process.
      [environmentVariable('state-key')]: token,
    },
    stderr: 'pipe',
  });
  let said = '';
  createInterface({ input: transport.stderr as Readable }).on('line', (line) => {
    start.log(line);
    if (line.trim() !== '') said = line;
  });
  const { capabilities } = start;
  const client = new Client({ name: 'heady', version: packageJson.version }, { capabilities });
  start.prepare(client);
  try {
    await client.connect(transport, { timeout: PATIENCE });
  } catch (error) {
    await transport.close();
    throw new Error(said || (error as Error).message, { cause: error });
  }
  const overview = async () => {
    const { contents } = await client.readResource({ uri: OVERVIEW_URI }, { timeout: PATIENCE });
    const [content] = contents;
    return JSON.parse(content && 'text' in content ? content.text : 'null') as GatewayOverview;
  };
  return {
    client,
    onLost: (listener) => {
      client.onclose = listener;
    },
    overview,
    onOverview: (listener) =>
      client.setNotificationHandler('notifications/resources/updated', async ({ params }) => {
        // Where it cannot be asked any more, it is lost, which is told.
        if (params.uri === OVERVIEW_URI) await overview().then(listener, () => {});
      }),
    onAlert: (listener) => {
      client.fallbackNotificationHandler = async ({ method, params }) => {
        if (method === OverviewMethods.alert) listener(params as unknown as GatewayAlert);
      };
    },
    unlockProd: async (milliseconds) => {
      const request = { method: OverviewMethods.unlockProd, params: { milliseconds } };
      await client.request(request as never, RAW, { timeout: PATIENCE });
    },
    close: async () => {
      client.onclose = () => {};
      await client.close();
    },
  };
}

/** Without settings of a control plane, which the gateway would take for its own, and the token of a user's terminal. */
function present(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined || name.startsWith(SETTINGS) || name === 'HEADY_TOKEN' ? [] : [[name, value]],
    ),
  );
}

/** Programs lie in the build's folder, what they share in a folder below. */
function builtProgram(): string {
  const candidates = ['./cli.js', '../cli.js'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return candidates.find((path) => existsSync(path)) ?? 'cli.js';
}
