import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SECRETS_KEY_VARIABLE } from '../../protocol/settings.ts';
import { CANNOT_START } from './contract.ts';
import type { ControlPlaneLink, MakeLink } from './link.ts';

/** How long the process may take to start, in milliseconds, as on a machine that has much else to do; that it ended is seen. */
const STARTS_WITHIN = 120_000;

/** How long a process that ended may take to have said why, in milliseconds. */
const LAST_WORDS = 500;

export interface EmbeddedOptions {
  /** Folder in which the catalog is kept. */
  storagePath: string;
  /** The control plane's program; default: the one built beside this one. */
  program?: string;
  /** The keys of its secrets, separated by commas; absent: it can keep none. */
  secretsKey?: string | undefined;
  /** Told line by line what it says on standard error. */
  log?: (line: string) => void;
}

/** Path of the embedded control plane's database. @param storagePath folder in which the catalog is kept */
export function databaseIn(storagePath: string): string {
  return join(storagePath, 'catalog.db');
}

/** How an embedded control plane is started. @param database path of its SQLite file, which several may have open */
export function embeddedCommand(database: string, program = builtProgram()) {
  return {
    command: process.execPath,
    args: [program, '--stdio', '--store', `sqlite:${database}`],
    // An editor's own executable is Electron, which is Node when told so.
    env: { ELECTRON_RUN_AS_NODE: '1' },
  } as const;
}

/** The embedded control plane: a child process of its own, which ends when its standard input does. */
export function embeddedControlPlane({
  storagePath,
  program = builtProgram(),
  secretsKey,
  log,
}: EmbeddedOptions): MakeLink {
  return async (): Promise<ControlPlaneLink> => {
    const { StdioClientTransport } = await import('@modelcontextprotocol/client/stdio');
    // For the SDK's own class it starts a second process, only to ask which protocol the first will speak.
    class OneProcessTransport extends StdioClientTransport {}
    const { command, args, env } = embeddedCommand(databaseIn(storagePath), program);
    const transport = new OneProcessTransport({
      command,
      args: [...args],
      env: { ...env, ...(secretsKey ? { [SECRETS_KEY_VARIABLE]: secretsKey } : {}) },
      stderr: 'pipe',
    });
    let reason: string | undefined;
    const said = createInterface({ input: transport.stderr as Readable });
    said.on('line', (line) => {
      log?.(line);
      const [, why] = line.split(CANNOT_START);
      if (why) reason = why;
    });
    const silent = new Promise<void>((resolve) => said.once('close', resolve));
    const lastWords = async () => {
      await Promise.race([silent, setTimeout(LAST_WORDS, undefined, { ref: false })]);
      return reason;
    };
    return { transport, revision: '2026-07-28', startsWithin: STARTS_WITHIN, lastWords };
  };
}

/** Programs lie in the build's folder, what they share in a folder below. */
function builtProgram(): string {
  const candidates = ['./controlPlane.js', '../controlPlane.js'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  return candidates.find((path) => existsSync(path)) ?? 'controlPlane.js';
}
