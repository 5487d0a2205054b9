import { resolve } from 'node:path';
import { SettingsError } from '../controlPlane/settings/settings.ts';
import { ENVIRONMENTS, type Environment } from '../manifest/document.ts';
import { isEnvironment } from '../manifest/environment.ts';
import { FIRST_SIGHT, type FirstSight } from './pins/firstSight.ts';
import { type QuietHours, quietHoursOf } from './telemetry/quietHours.ts';
import { rangesOf } from './transports/addresses.ts';

/** How a gateway is to be run. */
export interface GatewayArguments {
  readonly help: boolean;
  readonly environment: Environment;
  /** Globs of the manifests that tell of servers; empty: all of the folder. */
  readonly manifests: readonly string[];
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
  /** How it is connected to, and what goes with that: as for the control plane. */
  readonly others: readonly string[];
}

const OWN = [
  '--env',
  '--manifests',
  '--allow-address',
  '--first-sight',
  '--unlock-prod',
  '--audit-folder',
  '--quiet-hours',
] as const;

export const GATEWAY_USAGE = `heady gateway: every MCP server you need behind one.

usage: heady gateway --stdio [--env NAME] [--manifests GLOB]
       heady gateway --http HOST:PORT [--env NAME] [--manifests GLOB] [settings]
       heady gateway list [TEXT]            what the servers offer, and what is approved of it
       heady gateway pins list|diff|approve|reject   what was approved, and what is to be decided

  --stdio                speak MCP over standard input and output, with whoever started it
  --http HOST:PORT       serve MCP over Streamable HTTP at http://HOST:PORT/mcp; with --stdio too for an editor, which
                         looks after it over the pipes while others use it
  --env NAME             environment whose servers are offered: ${ENVIRONMENTS.join(', ')} (default: dev)
  --manifests GLOB       where the servers' manifests are (default: all manifests of this folder); may be repeated
  --allow-address ADDR   a private address, or network such as 10.0.0.0/8, that may be dialled; may be repeated
  --first-sight HOW      trust: what a server offers first is approved; ask: a person approves it with 'pins approve'
                         (default: trust in dev and test, ask in stage and prod)
  --unlock-prod          with --env prod: call tools that may change something too
  --audit-folder FOLDER  where every call is recorded (default: among the user's own files, by workspace)
  --quiet-hours FROM-TO  when nothing is said of servers that fail or are slow, such as 22:00-07:00
  --help                 print this

Servers are manifests of kind McpServer. Over HTTP it asks for tokens as the control plane does, by the same settings:
'heady help control-plane' lists them.
`;

/** @throws SettingsError */
export function gatewayArguments(args: readonly string[]): GatewayArguments {
  let environment: Environment = 'dev';
  const manifests: string[] = [];
  const allowAddresses: string[] = [];
  let firstSight: FirstSight | undefined;
  let isProdUnlocked = false;
  let auditFolder: string | undefined;
  let quietHours: QuietHours | undefined;
  const others: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const [, flag = '', inline] = /^(--[a-z-]+)(?:=(.*))?$/s.exec(args[index] ?? '') ?? [];
    if (!OWN.some((own) => own === flag)) {
      others.push(args[index] ?? '');
      continue;
    }
    if (flag === '--unlock-prod') {
      if (inline !== undefined)
        throw new SettingsError('--unlock-prod: it takes no value. Leave it out, or say it.');
      isProdUnlocked = true;
      continue;
    }
    const value = inline ?? args[++index];
    if (!value || value.startsWith('--'))
      throw new SettingsError(`${flag}: say ${flag === '--manifests' ? 'where' : 'which'}.`);
    if (flag === '--manifests') manifests.push(value);
    else if (flag === '--allow-address') allowAddresses.push(addressOf(value));
    else if (flag === '--first-sight') firstSight = firstSightOf(value);
    else if (flag === '--audit-folder') auditFolder = value;
    else if (flag === '--quiet-hours') quietHours = quietHoursIn(value);
    else if (isEnvironment(value)) environment = value;
    else throw new SettingsError(`--env: "${value}" is none of ${ENVIRONMENTS.join(', ')}.`);
  }
  const help = others.some((each) => each === '--help' || each === '-h');
  if (isProdUnlocked && environment !== 'prod' && !help)
    throw new SettingsError(
      `--unlock-prod: this is ${environment}, where nothing is locked. Say --env prod too.`,
    );
  const optional = {
    ...(firstSight ? { firstSight } : {}),
    ...(auditFolder === undefined ? {} : { auditFolder: resolve(auditFolder) }),
    ...(quietHours ? { quietHours } : {}),
  };
  return { help, environment, manifests, allowAddresses, isProdUnlocked, ...optional, others };
}

function quietHoursIn(value: string): QuietHours {
  const found = quietHoursOf(value);
  if (found) return found;
  throw new SettingsError(`--quiet-hours: "${value}" is not from when to when, such as 22:00-07:00.`);
}

function firstSightOf(value: string): FirstSight {
  const found = FIRST_SIGHT.find((each) => each === value);
  if (found) return found;
  throw new SettingsError(`--first-sight: "${value}" is none of ${FIRST_SIGHT.join(', ')}.`);
}

function addressOf(value: string): string {
  try {
    rangesOf([value]);
    return value;
  } catch (error) {
    throw new SettingsError(`--allow-address: ${(error as Error).message}`);
  }
}
