import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { nodesIn } from '../catalog/controlPlane/nodes.ts';
import { ROLES, type Role } from '../controlPlane/access/roles.ts';
import { SettingsError } from '../controlPlane/settings/settings.ts';
import { ENVIRONMENTS, type Environment } from '../manifest/document.ts';
import { FIRST_SIGHT, type FirstSight } from './pins/firstSight.ts';
import { type QuietHours, quietHoursOf } from './telemetry/quietHours.ts';
import { rangesOf } from './transports/addresses.ts';

/** How a gateway is to be run. */
export interface GatewayArguments {
  readonly help: boolean;
  readonly environment: Environment;
  /** The workspace's, absolute. */
  readonly folder: string;
  /** Globs of the manifests that tell of servers; empty: all of the folder. */
  readonly manifests: readonly string[];
  /** Files of VS Code that tell of servers, absolute; absent: the folder's own, where it has one. */
  readonly mcpJson?: readonly string[];
  /** URLs of the nodes of the environment's control plane, or `sqlite:PATH`; absent: as its manifest has it. */
  readonly controlPlane?: readonly string[];
  /** As which role clients act there at most. */
  readonly controlPlaneRole: Role;
  /** Private addresses and networks that may be dialled. */
  readonly allowAddresses: readonly string[];
  /** What becomes of what a server offers first; absent: as the environment has it. */
  readonly firstSight?: FirstSight;
  /** Tools that may change something can be called in prod. */
  readonly isProdUnlocked: boolean;
  /** Where calls are recorded; absent: where the system keeps such things. */
  readonly auditFolder?: string;
  /** When nobody wants to be told of anything. */
  readonly quietHours?: QuietHours;
  /** More tools than this are found through three others. */
  readonly metaToolsAbove?: number;
  /** How it is connected to, and what goes with that: as for the control plane. */
  readonly others: readonly string[];
}

export const GATEWAY_USAGE = `heady gateway: every MCP server you need behind one.

usage: heady gateway --stdio [--env NAME] [--manifests GLOB]
       heady gateway --http HOST:PORT [--env NAME] [--manifests GLOB] [settings]
       heady gateway list [TEXT]            what the servers offer, and what is approved of it
       heady gateway pins list|diff|approve|reject|forget   what was approved, and what is to be decided
       heady gateway sign-in SERVER         sign in to a server that asks for it; sign-out forgets that

  --stdio                speak MCP over standard input and output, with whoever started it
  --http HOST:PORT       serve MCP over Streamable HTTP at http://HOST:PORT/mcp; with --stdio too for an editor, which
                         looks after it over the pipes while others use it
  --env NAME             environment whose servers are offered: ${ENVIRONMENTS.join(', ')} (default: dev)
  --folder FOLDER        the workspace (default: this folder)
  --manifests GLOB       where the servers' manifests are (default: all manifests of the folder); may be repeated
  --mcp-json FILE        servers as VS Code has them (default: .vscode/mcp.json of the folder); may be repeated
  --no-mcp-json          only those of manifests
  --control-plane URL    a node of the environment's control plane (default: as the Environment manifest says), or
                         sqlite:PATH for a database of its own; may be repeated. It gets the token of HEADY_TOKEN
  --no-control-plane     without it
  --control-plane-role ROLE   as whom clients act there at most: ${ROLES.join(', ')} (default: agent)
  --allow-address ADDR   a private address, or network such as 10.0.0.0/8, that may be dialled; may be repeated
  --first-sight HOW      trust: what a server offers first is approved; ask: a person approves it with 'pins approve'
                         (default: trust in dev and test, ask in stage and prod)
  --unlock-prod          with --env prod: call tools that may change something too
  --audit-folder FOLDER  where every call is recorded (default: among the user's own files, by workspace)
  --quiet-hours FROM-TO  when nothing is said of servers that fail or are slow, such as 22:00-07:00
  --meta-tools-above N   more tools than this are not listed: three tools find and call them (default: 60)
  --help                 print this

Servers are manifests of kind McpServer, those of .vscode/mcp.json, and the control plane of the environment. What mcp.json
asks for (inputs) is taken from variables: "api-key" from HEADY_INPUT_API_KEY. Over HTTP it asks for tokens as the control plane does, by the same settings:
'heady help control-plane' lists them.
`;

/** What is said once counts; of what may be repeated all. */
interface Stated {
  folder?: string;
  environment?: Environment;
  readonly manifests: string[];
  mcpJson?: string[];
  controlPlane?: string[];
  controlPlaneRole?: Role;
  readonly allowAddresses: string[];
  firstSight?: FirstSight;
  isProdUnlocked?: boolean;
  auditFolder?: string;
  quietHours?: QuietHours;
  metaToolsAbove?: number;
}

/** Flags that stand alone. */
const SWITCHES: Readonly<Record<string, (stated: Stated) => void>> = {
  '--unlock-prod': (stated) => {
    stated.isProdUnlocked = true;
  },
  '--no-mcp-json': (stated) => {
    stated.mcpJson = [];
  },
  '--no-control-plane': (stated) => {
    stated.controlPlane = [];
  },
};

/** Flags with a value. Paths are of where the command is given. */
const VALUES: Readonly<Record<string, (stated: Stated, value: string) => void>> = {
  '--folder': (stated, value) => {
    stated.folder = folderIn(value);
  },
  '--env': (stated, value) => {
    stated.environment = oneOf('--env', ENVIRONMENTS, value);
  },
  '--manifests': ({ manifests }, value) => {
    manifests.push(value);
  },
  '--mcp-json': (stated, value) => {
    stated.mcpJson = [...(stated.mcpJson ?? []), fileIn(value)];
  },
  '--control-plane': (stated, value) => {
    stated.controlPlane = [...(stated.controlPlane ?? []), placeIn(value)];
  },
  '--control-plane-role': (stated, value) => {
    stated.controlPlaneRole = oneOf('--control-plane-role', ROLES, value);
  },
  '--allow-address': ({ allowAddresses }, value) => {
    allowAddresses.push(addressOf(value));
  },
  '--first-sight': (stated, value) => {
    stated.firstSight = oneOf('--first-sight', FIRST_SIGHT, value);
  },
  '--audit-folder': (stated, value) => {
    stated.auditFolder = resolve(value);
  },
  '--quiet-hours': (stated, value) => {
    stated.quietHours = quietHoursIn(value);
  },
  '--meta-tools-above': (stated, value) => {
    stated.metaToolsAbove = countIn('--meta-tools-above', value);
  },
};

/** @throws SettingsError */
export function gatewayArguments(args: readonly string[]): GatewayArguments {
  const stated: Stated = { manifests: [], allowAddresses: [] };
  const others: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const [, flag = '', inline] = /^(--[a-z-]+)(?:=(.*))?$/s.exec(args[index] ?? '') ?? [];
    const switchOn = SWITCHES[flag];
    const take = VALUES[flag];
    if (switchOn) {
      if (inline !== undefined)
        throw new SettingsError(`${flag}: it takes no value. Leave it out, or say it.`);
      switchOn(stated);
    } else if (take) {
      const value = inline ?? args[++index];
      if (!value || value.startsWith('--')) throw new SettingsError(`${flag}: say which.`);
      take(stated, value);
    } else others.push(args[index] ?? '');
  }
  const help = others.some((each) => each === '--help' || each === '-h');
  const { environment = 'dev', isProdUnlocked = false } = stated;
  if (isProdUnlocked && environment !== 'prod' && !help)
    throw new SettingsError(
      `--unlock-prod: this is ${environment}, where nothing is locked. Say --env prod too.`,
    );
  return {
    ...stated,
    ...{ help, environment, isProdUnlocked, others },
    folder: stated.folder ?? process.cwd(),
    controlPlaneRole: stated.controlPlaneRole ?? 'agent',
  };
}

function oneOf<T extends string>(flag: string, known: readonly T[], value: string): T {
  const found = known.find((each) => each === value);
  if (found) return found;
  throw new SettingsError(`${flag}: "${value}" is none of ${known.join(', ')}.`);
}

function folderIn(value: string): string {
  if (statSync(value, { throwIfNoEntry: false })?.isDirectory()) return resolve(value);
  throw new SettingsError(`--folder: there is no folder ${resolve(value)}.`);
}

function fileIn(value: string): string {
  if (statSync(value, { throwIfNoEntry: false })?.isFile()) return resolve(value);
  throw new SettingsError(`--mcp-json: there is no file ${resolve(value)}.`);
}

function placeIn(value: string): string {
  const [, database] = /^sqlite:(.+)$/s.exec(value) ?? [];
  if (database !== undefined) return `sqlite:${resolve(database)}`;
  if (nodesIn([value]).length > 0) return value;
  throw new SettingsError(`--control-plane: "${value}" is neither a URL of HTTP nor sqlite:PATH.`);
}

function countIn(flag: string, value: string): number {
  if (/^\d{1,6}$/.test(value)) return Number(value);
  throw new SettingsError(`${flag}: "${value}" is no number of tools, such as 60.`);
}

function quietHoursIn(value: string): QuietHours {
  const found = quietHoursOf(value);
  if (found) return found;
  throw new SettingsError(`--quiet-hours: "${value}" is not from when to when, such as 22:00-07:00.`);
}

function addressOf(value: string): string {
  try {
    rangesOf([value]);
    return value;
  } catch (error) {
    throw new SettingsError(`--allow-address: ${(error as Error).message}`);
  }
}
