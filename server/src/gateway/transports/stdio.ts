import type { ChildProcess } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import {
  deserializeMessage,
  type JSONRPCMessage,
  serializeMessage,
  type Transport,
} from '@modelcontextprotocol/client';
import spawn from 'cross-spawn';
import type { Upstream } from '../upstream.ts';
import { childEnvironment } from './childEnvironment.ts';
import { Guardian } from './guardian.ts';
import { LineBuffer } from './lineBuffer.ts';
import { MAX_MESSAGE } from './messageSize.ts';
import { OutputRing } from './outputRing.ts';
import { filledInWhereSet, variablesFor } from './placeholders.ts';

/** How long a process has to end after its input closed, and again after it was asked to. In milliseconds. */
const PATIENCE = 2_000;

/** How long what a process said last may take to arrive once it has ended, in milliseconds. */
const LAST_WORDS = 500;

/** One for all processes of this one. */
export const guardian = new Guardian();

/**
 * A server that is a process of this machine, in a group of its own: whatever it starts ends with it, and all of them
 * end with the gateway.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: NonNullable<Transport['onmessage']>;
  /** By this and the next the SDK sees that it speaks to a process, where silence means an older protocol. */
  readonly stderr = null;
  readonly output = new OutputRing();
  readonly #upstream: Upstream;
  readonly #received = new LineBuffer(MAX_MESSAGE);
  #process: ChildProcess | undefined;
  #ended: Promise<void> | undefined;

  constructor(upstream: Upstream) {
    this.#upstream = upstream;
  }

  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  /** @throws where there is no such program, or a variable it needs is not set */
  async start(): Promise<void> {
    const { command: named = '', args, env, folder } = this.#upstream;
    const given = variablesFor(this.#upstream, process.env);
    const command = filledInWhereSet(named, 'command', given);
    const filled = args.map((argument) => filledInWhereSet(argument, 'arguments', given));
    const child = spawn(command, filled, {
      env: childEnvironment(env, given, process.platform),
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
      ...(folder === undefined ? {} : { cwd: folder }),
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error: NodeJS.ErrnoException) => reject(cannotStart(command, error)));
    });
    this.#process = child;
    const { pid } = child;
    if (pid !== undefined) guardian.guard(pid);
    child.on('error', (error) => this.onerror?.(error));
    child.stdin?.on('error', (error) => this.onerror?.(error));
    child.stdout?.on('data', (chunk: Buffer) => this.#receive(chunk));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.output.add(text));
    this.#ended = untilEnded(child).then(() => {
      // What it started and left behind.
      signal(child, 'SIGKILL');
      if (pid !== undefined) guardian.release(pid);
      this.#process = undefined;
      this.onclose?.();
    });
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.#process?.stdin;
    if (!stdin?.writable) throw new Error(`"${this.#upstream.name}" has ended.`);
    if (!stdin.write(serializeMessage(message))) await drained(stdin);
  }

  /** Ends the process: by closing its input, else by asking it, else by force. */
  async close(): Promise<void> {
    const child = this.#process;
    if (!child) return;
    child.stdin?.end();
    for (const by of ['SIGTERM', 'SIGKILL'] as const) {
      if (await this.#endsSoon()) return;
      signal(child, by);
    }
    await this.#endsSoon();
  }

  async #endsSoon(): Promise<boolean> {
    const silence = new AbortController();
    const late = setTimeout(PATIENCE, 'late', { signal: silence.signal }).catch(() => 'late');
    const first = await Promise.race([this.#ended, late]);
    silence.abort();
    return first !== 'late';
  }

  #receive(chunk: Buffer): void {
    try {
      for (const line of this.#received.append(chunk)) this.#read(line);
    } catch (error) {
      // A line without end.
      this.onerror?.(error as Error);
      void this.close();
    }
  }

  #read(line: string): void {
    try {
      this.onmessage?.(deserializeMessage(line));
    } catch (error) {
      // One line that is no message; the next may be. Some print more than messages.
      if (!(error instanceof SyntaxError)) this.onerror?.(error as Error);
    }
  }
}

/** The process has ended, and what it said has arrived: or does not, as something it started holds its pipes. */
function untilEnded(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('close', () => resolve());
    child.once('exit', () => void setTimeout(LAST_WORDS).then(resolve));
  });
}

/** Reads on, or never will. */
function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.once('drain', done).once('close', done);
  });
}

function signal(child: ChildProcess, name: 'SIGTERM' | 'SIGKILL'): void {
  const { pid } = child;
  if (pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(name);
    else process.kill(-pid, name);
  } catch {
    // It is gone already.
  }
}

function cannotStart(command: string, error: NodeJS.ErrnoException): Error {
  const reason =
    error.code === 'ENOENT'
      ? `There is no program "${command}", or not the folder it is to run in. Install it, or correct the manifest.`
      : `The program "${command}" cannot be started: ${error.message}.`;
  return new Error(reason, { cause: error });
}
