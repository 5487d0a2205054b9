import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { PROGRAM, temporaryFolder } from './process.ts';

/** The fixed token of the admin. */
export const TOKEN = 'a-token-of-the-tests-0123456789abcdef';
/** What the tests sign other tokens with. */
export const JWT_SECRET = 'a-secret-of-the-tests-0123456789abcdef';
export const ISSUER = 'https://issuer.example';
/** So that the tests need not know the port when they sign. */
export const AUDIENCE = 'heady-tests';

export interface HttpProcess {
  url: URL;
  child: ChildProcess;
  /** What it wrote on standard error, line by line. */
  lines: string[];
  exited: Promise<number | null>;
}

interface StartOptions {
  args?: readonly string[];
  environment?: Record<string, string>;
  database?: string;
  /** What starts it, before its own command line: for limits that a shell sets. */
  prefix?: readonly string[];
}

/** Starts the built control plane on a free port and waits until it listens. */
export async function startHttp({
  args = [],
  environment = {},
  database,
  prefix = [],
}: StartOptions = {}): Promise<HttpProcess> {
  const path = database ?? join(temporaryFolder(), 'catalog.db');
  const settings = {
    HEADY_CONTROL_PLANE_TOKEN: TOKEN,
    HEADY_CONTROL_PLANE_JWT_SECRET: JWT_SECRET,
    HEADY_CONTROL_PLANE_ISSUER: ISSUER,
    HEADY_CONTROL_PLANE_AUDIENCE: AUDIENCE,
    HEADY_CONTROL_PLANE_LIMIT_USER: '10000',
    ...environment,
  };
  const own = ['--http', '127.0.0.1:0', '--store', `sqlite:${path}`, ...args];
  const started = spawnHttp(own, settings, PROGRAM, prefix);
  const { port } = await started.listening;
  return { ...started, url: new URL(`http://127.0.0.1:${port}/mcp`) };
}

export function spawnHttp(
  args: readonly string[],
  environment: Record<string, string> = {},
  program = PROGRAM,
  prefix: readonly string[] = [],
) {
  const [first = '', ...rest] = [...prefix, process.execPath, program, ...args];
  const child = spawn(first, rest, {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  const listening = new Promise<{ port: number }>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      if (line.includes('"listening"')) resolve(JSON.parse(line));
    });
    child.once('close', () => reject(new Error(`It ended before it listened. ${lines.join('\n')}`)));
  });
  listening.catch(() => {}); // Not everybody waits for it.
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, lines, listening, exited };
}
