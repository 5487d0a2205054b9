// Runs the VS Code server on the loopback interface, and sees to it that nothing of it stays behind.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const host = '127.0.0.1';
const readyWithinMs = 300_000;
const graceMs = 5_000;
const guard = new URL('dieWithParent.mjs', import.meta.url).href;

/** What a first start of VS Code would otherwise ask, offer or send. */
const quietSettings = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.showReleaseNotes': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/** Restricted mode without the question at the start. */
const distrustfulSettings = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
};

/**
 * Starts VS Code's server and waits until it answers.
 *
 * @param {object} options
 * @param {string} options.vscode the folder from `provisionVscodeServer`
 * @param {string} options.dataFolder private to this server: settings, extensions, logs
 * @param {number} [options.port] a free one when absent
 * @param {boolean} [options.testDriver] lets an address carry `extensionDevelopmentPath`, and closes nothing for unsaved work
 * @param {boolean} [options.distrustful] every workspace is restricted until its user trusts it
 * @param {Record<string, unknown>} [options.settings] user settings on top of the quiet ones
 * @param {Record<string, string>} [options.env] seen by the extension host as well
 * @returns {Promise<{origin: string, authority: string, exited: Promise<void>, stop: () => Promise<void>}>}
 * @throws {Error} when the port is taken, or the server ends or stays silent instead of answering
 */
export async function serveVscode(options) {
  const { vscode, dataFolder, port, testDriver, distrustful, settings, env } = options;
  if (port !== undefined) await mustBeFree(port);
  await writeUserSettings(dataFolder, { ...(distrustful && distrustfulSettings), ...settings });
  const child = spawn(
    process.execPath,
    [
      ...['--import', guard, join(vscode, 'out', 'server-main.js')],
      ...['--host', host, '--port', String(port ?? 0), '--server-data-dir', dataFolder],
      ...['--without-connection-token', '--accept-server-license-terms'],
      '--disable-telemetry',
      ...(distrustful ? [] : ['--disable-workspace-trust']),
      ...(testDriver ? ['--enable-smoke-test-driver'] : []),
    ],
    {
      detached: process.platform !== 'win32',
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    },
  );
  const bound = boundPort(child.stdout);
  const log = createWriteStream(join(dataFolder, 'server.log'));
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const exited = new Promise((done) => {
    child.once('error', done);
    child.once('exit', done);
  }).then(() => log.end());

  const waiting = new AbortController();
  try {
    const authority = await Promise.race([
      bound.then((given) => answers(given, waiting.signal)),
      silence(waiting.signal),
      exited.then(endedEarly),
    ]);
    return { origin: `http://${authority}`, authority, exited, stop: () => stop(child, exited) };
  } catch (cause) {
    await stop(child, exited);
    throw new Error(
      `The VS Code server did not start: ${cause.message}\nIts log: ${join(dataFolder, 'server.log')}`,
    );
  } finally {
    waiting.abort();
  }
}

/** The error of a port that is taken names it. */
function mustBeFree(wanted) {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once('error', (cause) =>
      failed(
        new Error(
          cause.code === 'EADDRINUSE'
            ? `Port ${wanted} is in use on ${host}. Choose another one with --port, or none and a free one is taken.`
            : `Port ${wanted} cannot be used on ${host}: ${cause.message}`,
        ),
      ),
    );
    probe.listen(wanted, host, () => probe.close(done));
  });
}

/** What the person changed in the settings since stays; only what was never set is filled in. */
async function writeUserSettings(dataFolder, settings) {
  const folder = join(dataFolder, 'data', 'User');
  const path = join(folder, 'settings.json');
  await mkdir(folder, { recursive: true });
  const kept = await readFile(path, 'utf8').catch(() => undefined);
  if (kept === undefined) await writeFile(path, JSON.stringify({ ...quietSettings, ...settings }, null, 2));
}

/** The port that the server says it listens on; nobody can take one that the system has just given to it. */
function boundPort(output) {
  return new Promise((done) => {
    let said = '';
    const read = (text) => {
      said += text;
      const [, port] = /listening on (\d+)\s/.exec(said) ?? [];
      if (port === undefined) return;
      output.off('data', read);
      done(Number(port));
    };
    output.setEncoding('utf8').on('data', read);
  });
}

/** Waits until requests are answered, or nobody waits any more; resolves to where. */
async function answers(port, signal) {
  const authority = `${host}:${port}`;
  while (!signal.aborted) {
    const response = await fetch(`http://${authority}/version`, { signal }).catch(() => undefined);
    if (response?.ok) return authority;
    await sleep(50);
  }
}

async function silence(signal) {
  await sleep(readyWithinMs, undefined, { signal });
  throw new Error(`no answer within ${readyWithinMs / 1000} s.`);
}

function endedEarly() {
  throw new Error('it ended before it answered.');
}

/** Ends the server and everything it started: politely, then by force. */
async function stop(child, exited) {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
    await exited;
    return;
  }
  const deadline = Date.now() + graceMs;
  signalGroup(child.pid, 'SIGTERM');
  while (signalGroup(child.pid, 0)) {
    if (Date.now() > deadline) signalGroup(child.pid, 'SIGKILL');
    await sleep(25);
  }
  await exited;
}

/** Signals the server's process group; false once nobody is left in it. */
function signalGroup(leader, signal) {
  try {
    process.kill(-leader, signal);
    return true;
  } catch {
    return false;
  }
}
