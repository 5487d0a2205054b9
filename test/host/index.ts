/**
 * The entry of the suite that runs inside VS Code's extension host. The generated bundle hands in the test files
 * (scripts/host/bundleTests.mjs); each event is appended to a file, one JSON object a line, so that the outside knows
 * what happened even when the editor hangs or dies.
 */
import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

/** What the suite tells the outside. `durationMs` is wall clock. */
export type HostEvent =
  | { event: 'start'; title: string }
  | { event: 'pass' | 'skip'; title: string; durationMs: number }
  | { event: 'fail'; title: string; durationMs: number; message: string };

/**
 * Runs the tests that `load` defines.
 *
 * @throws {Error} when any of them failed, which VS Code turns into its exit code
 */
export async function runSuite(load: () => void): Promise<void> {
  const tell = teller(requiredEnv('HEADY_HOST_EVENTS'));
  const mocha = new Mocha({ ui: 'bdd', timeout: 300_000, reporter: reporter(tell) });
  const pattern = process.env.HEADY_HOST_GREP;
  if (pattern) mocha.grep(new RegExp(pattern, 'i'));
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  try {
    load();
  } catch (error) {
    tell({ event: 'fail', title: 'loading the tests', durationMs: 0, message: text(error) });
    throw error;
  }
  const failures = await new Promise<number>((done) => mocha.run(done));
  if (failures > 0) throw new Error(`${failures} of the tests in VS Code failed.`);
}

function teller(file: string): (event: HostEvent) => void {
  return (event) => appendFileSync(file, `${JSON.stringify(event)}\n`);
}

function reporter(tell: (event: HostEvent) => void): Mocha.ReporterConstructor {
  return class {
    constructor(runner: Mocha.Runner) {
      runner.on('test', (test) => tell({ event: 'start', title: test.fullTitle() }));
      runner.on('pass', (test) => tell({ event: 'pass', ...outcome(test) }));
      runner.on('pending', (test) => tell({ event: 'skip', ...outcome(test) }));
      runner.on('fail', (test, error: unknown) =>
        tell({ event: 'fail', ...outcome(test), message: text(error) }),
      );
    }
  } as unknown as Mocha.ReporterConstructor;
}

function outcome(test: Mocha.Test): { title: string; durationMs: number } {
  return { title: test.fullTitle(), durationMs: test.duration ?? 0 };
}

function text(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function requiredEnv(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start this suite with scripts/host/runHostSuite.mjs.`);
  return value;
}
