// Runs a Node program to its end and says what that took.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const reporter = new URL('reportUsage.mjs', import.meta.url).href;
let runs = 0;

/**
 * @param {string[]} args of Node: the program and its own
 * @param {{scratch: string, env?: Record<string, string>}} options
 * @returns {Promise<{ms: number, peakMb: number, cpuMs: number, stdout: string}>} wall clock from start to end
 * @throws {Error} when it ends with a code above 1: 1 is what linters end with that found something
 */
export async function measured(args, { scratch, env = {} }) {
  const usageFile = join(scratch, `usage-${runs++}.json`);
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', reporter, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env, HEADY_BENCH_USAGE: usageFile },
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8').on('data', (text) => {
      output[stream] += text;
    });
  }
  const code = await new Promise((done, failed) => child.once('error', failed).once('close', done));
  const ms = performance.now() - started;
  if (code !== 0 && code !== 1) {
    throw new Error(`node ${args.join(' ')} ended with ${code}:\n${output.stderr.slice(0, 2000)}`);
  }
  return { ms, ...JSON.parse(readFileSync(usageFile, 'utf8')), stdout: output.stdout };
}

export function contestant(name) {
  return fileURLToPath(new URL(`../contestants/${name}`, import.meta.url));
}
