import { spawn } from 'node:child_process';

const TIMEOUT_MS = 120_000;
const MAX_OUTPUT = 64_000_000;

/** Nothing of a repository is run: no hook, no filter, no submodule, no transport that starts a program. */
const SAFE = [
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'protocol.ext.allow=never',
  '-c',
  'submodule.recurse=false',
  '-c',
  'gc.auto=0',
];

/** What a git that starts us, for a hook say, gives along about its own repository. */
const ANOTHER_REPOSITORY = [
  ...['GIT_DIR', 'GIT_WORK_TREE', 'GIT_COMMON_DIR', 'GIT_INDEX_FILE', 'GIT_NAMESPACE'],
  ...['GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES'],
];

/**
 * Runs git to its end, without a terminal to ask on.
 *
 * @param input given to its standard input
 * @returns its standard output
 * @throws {Error} in words: git's own, or that there is none, or that it took too long
 */
export function git(args: readonly string[], input = ''): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...SAFE, ...args], {
      env: {
        ...process.env,
        ...Object.fromEntries(ANOTHER_REPOSITORY.map((name) => [name, undefined])),
        GIT_TERMINAL_PROMPT: '0',
        GIT_ASKPASS: '',
        GCM_INTERACTIVE: 'never',
        LC_ALL: 'C',
      },
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const output: Buffer[] = [];
    let size = 0;
    let complaint = '';
    const stop = (message: string) => {
      child.kill('SIGKILL');
      reject(new Error(message));
    };
    const timer = setTimeout(() => stop('git did not answer within two minutes.'), TIMEOUT_MS);
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_OUTPUT) stop('The repository holds more than can be read as templates.');
      else output.push(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2_000);
    });
    // A git that ends before it has read what it is given says so by its exit code.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.once('error', (cause: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(new Error(cause.code === 'ENOENT' ? 'git is not installed.' : cause.message));
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve(Buffer.concat(output));
      else reject(new Error(complaintOf(complaint)));
    });
  });
}

/** The line that says what is wrong. */
function complaintOf(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((line) => /^(fatal|error|remote):/.test(line)) ?? lines.at(-1);
  return `git says: ${line?.replace(/^(fatal|error): /, '') ?? 'nothing, and failed'}`;
}
