import { type ChildProcess, spawn } from 'node:child_process';

/** How long processes have to end by themselves once the gateway is gone, in milliseconds. */
const GRACE = 1_000;

/**
 * Runs in a process of its own, which learns that the gateway is gone by its standard input, however it went: then it
 * kills what the gateway had started. Reads lines `+PID` and `-PID`.
 */
const PROGRAM = `
const { execFileSync } = require('node:child_process');
const alive = new Set();
let rest = '';
process.stdin.setEncoding('utf8').on('data', (text) => {
  const lines = (rest + text).split('\\n');
  rest = lines.pop();
  for (const line of lines) alive[line[0] === '+' ? 'add' : 'delete'](Number(line.slice(1)));
});
const kill = (pid) => {
  if (process.platform === 'win32') execFileSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
  else process.kill(-pid, 'SIGKILL');
};
const end = () => {
  for (const pid of alive) try { kill(pid); } catch {}
};
process.stdin.on('close', () => alive.size > 0 && setTimeout(end, ${GRACE}));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
`;

/** Sees to it that no process outlives this one, even where this one is killed. */
export class Guardian {
  #process: ChildProcess | undefined;
  readonly #guarded = new Set<number>();

  /** @param pid of a process, on POSIX the leader of a group of its own */
  guard(pid: number): void {
    this.#guarded.add(pid);
    this.#process ??= this.#start();
    this.#process.stdin?.write(`+${pid}\n`);
  }

  release(pid: number): void {
    if (!this.#guarded.delete(pid)) return;
    this.#process?.stdin?.write(`-${pid}\n`);
    if (this.#guarded.size > 0) return;
    this.#process?.stdin?.end();
    this.#process = undefined;
  }

  #start(): ChildProcess {
    // In a group of its own, so that an interrupt at the keyboard does not reach it.
    const started = spawn(process.execPath, ['-e', PROGRAM], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { ELECTRON_RUN_AS_NODE: '1' },
      windowsHide: true,
    });
    started.on('error', () => {});
    started.stdin?.on('error', () => {});
    started.unref();
    return started;
  }
}
