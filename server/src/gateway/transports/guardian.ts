import { type ChildProcess, spawn } from 'node:child_process';
import { INTENSITY } from '../supervision/restartIntensity.ts';
import { Supervisor } from '../supervision/supervisor.ts';

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
  readonly supervisor = new Supervisor({ id: 'watcher of processes', intensity: INTENSITY });
  readonly #guarded = new Set<number>();
  #process: ChildProcess | undefined;
  readonly #watcher = this.supervisor.child({
    id: 'watcher',
    title: 'The watcher of processes',
    // Without it they would outlive a gateway that is killed.
    policy: () => 'permanent',
    start: async (ended) => this.#start(ended),
    stop: async (watcher) => this.#end(watcher),
  });

  /** Of the watcher, where it runs. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** @param pid of a process, on POSIX the leader of a group of its own */
  guard(pid: number): void {
    this.#guarded.add(pid);
    if (this.#process) this.#process.stdin?.write(`+${pid}\n`);
    // Once it runs it knows of all; if it cannot be started now it is a little later.
    else void this.#watcher.use().catch(() => {});
  }

  release(pid: number): void {
    if (!this.#guarded.delete(pid)) return;
    this.#process?.stdin?.write(`-${pid}\n`);
    if (this.#guarded.size === 0) void this.#watcher.stop();
  }

  #start(ended: (reason: string) => void): ChildProcess {
    // In a group of its own, so that an interrupt at the keyboard does not reach it.
    const started = spawn(process.execPath, ['-e', PROGRAM], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { ELECTRON_RUN_AS_NODE: '1' },
      windowsHide: true,
    });
    this.#process = started;
    const lost = (reason: string) => {
      this.#forget(started);
      ended(reason);
    };
    started.on('error', ({ message }) => lost(message));
    started.once('exit', () => lost('It was killed.'));
    started.stdin?.on('error', () => {});
    started.stdin?.write([...this.#guarded].map((pid) => `+${pid}\n`).join(''));
    started.unref();
    return started;
  }

  #end(watcher: ChildProcess): void {
    this.#forget(watcher);
    watcher.stdin?.end();
  }

  #forget(watcher: ChildProcess): void {
    if (this.#process === watcher) this.#process = undefined;
  }
}
