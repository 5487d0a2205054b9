import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The built control plane. */
export const PROGRAM = fileURLToPath(new URL('../../../dist/controlPlane.js', import.meta.url));

/** A folder for one test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'heady-control-plane-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** The program and its arguments, as a client starts it. */
export function command(database: string, ...settings: string[]): { command: string; args: string[] } {
  const args = [PROGRAM, '--stdio', '--store', `sqlite:${database}`, ...settings];
  return { command: process.execPath, args };
}

interface Reply {
  result?: { structuredContent?: unknown };
  error?: { message: string };
}

/** The program under a test that speaks to it by hand. */
export interface RawProcess {
  child: ChildProcess;
  /** Sends a line as it is. */
  say(line: string): void;
  /** The answer with this id; fails where the program ends without it. */
  answer(id: number): Promise<Reply>;
  stderr(): string;
  /** Exit code and signal, and what was written on standard output. */
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null; stdout: string }>;
}

export function startRaw(args: readonly string[]): RawProcess {
  const child = spawn(process.execPath, [PROGRAM, ...args]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const replies = new Map<number, Reply>();
  const waiting = new Map<number, { resolve(reply: Reply): void; reject(error: Error): void }>();
  let stdout = '';
  let stderr = '';
  createInterface({ input: child.stdout }).on('line', (line) => {
    stdout += `${line}\n`;
    const message = JSON.parse(line);
    if (typeof message.id !== 'number' || message.method) return;
    replies.set(message.id, message);
    waiting.get(message.id)?.resolve(message);
    waiting.delete(message.id);
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin.on('error', () => {}); // It may be gone before it has read everything.
  child.on('close', () => {
    for (const [id, { reject }] of waiting)
      reject(new Error(`It ended without an answer to ${id}. ${stderr}`));
  });
  return {
    child,
    say: (line) => child.stdin.write(`${line}\n`),
    stderr: () => stderr,
    exited: new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, stdout }))),
    answer: async (id) =>
      replies.get(id) ?? new Promise((resolve, reject) => waiting.set(id, { resolve, reject })),
  };
}

/** The 2025 handshake by hand, with id 0. */
export async function shakeHands(raw: RawProcess): Promise<void> {
  const clientInfo = { name: 'raw', version: '1' };
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
  raw.say(JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'initialize', params }));
  await raw.answer(0);
  raw.say(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }));
}

export function callLine(id: number, name: string, args: unknown): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } });
}

/** Ids of the live processes that keep their catalog in a folder. Linux alone can tell. */
export function processesIn(folder: string): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => commandLine(pid).includes(`sqlite:${folder}`));
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // It ended between the listing and now.
  }
}
