// Fetches a real VS Code that runs in a browser, once, into a cache folder.
//
// It comes from the npm registry inside code-server, of which only VS Code itself is kept: not the wrapper around it,
// nor the packages of its AI agents. A copy is made aside and renamed into place when it is whole, so a run that is
// killed half-way leaves nothing that looks ready.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const version = '4.139.1';
const integrity =
  'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==';

/** Loaded on demand by features nobody uses here (agents, sandboxes, Kerberos proxies); 200 MB. */
const unneededPackages = [
  '@devcontainers/cli',
  '@github/copilot-sdk',
  '@microsoft/mxc-sdk',
  '@vscode/copilot-api',
  '@vscode/sandbox-runtime',
  '@vscode/sqlite3',
  '@vscode/windows-process-tree',
  '@vscode/windows-registry',
  'kerberos',
  'ssh2',
];
const unneededExtensions = ['copilot', 'mermaid-markdown-features', 'microsoft-authentication'];

const lockIsStaleAfterMs = 60 * 60_000;
/** How often something is fetched before it counts as out of reach. */
const ATTEMPTS = 3;

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The folder for what is fetched or kept between runs: `$HEADY_CACHE`, else `.cache` in the project. */
export function cacheFolder() {
  return resolve(process.env.HEADY_CACHE || join(root, '.cache'));
}

/**
 * Makes sure a VS Code server is in the cache.
 *
 * @param {(line: string) => void} [log] told what takes long
 * @returns {Promise<string>} the folder that holds `out/server-main.js`
 * @throws {Error} with the cause and the remedy, when it cannot be fetched
 */
export async function provisionVscodeServer(log = console.log) {
  const shelf = join(cacheFolder(), 'vscode-server');
  const home = join(shelf, version);
  if (await isWhole(home)) return home;

  await mkdir(shelf, { recursive: true });
  const unlock = await lock(join(shelf, 'lock'), log);
  try {
    if (await isWhole(home)) return home;
    await removeLeftovers(shelf);
    log('Fetching VS Code for the browser (once, about a minute) ...');
    const aside = await mkdtemp(join(shelf, 'partial-'));
    try {
      await assemble(aside, log);
      await rm(home, { recursive: true, force: true });
      await rename(join(aside, 'vscode'), home);
    } catch (cause) {
      throw new Error(
        `VS Code could not be fetched. ${cause.message}\nCheck the network and which registry npm uses ` +
          '(npm config get registry), then run this again. A copy made elsewhere works too: set HEADY_CACHE to its cache folder.',
        { cause },
      );
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
    log('VS Code for the browser is ready.');
    return home;
  } finally {
    await unlock();
  }
}

async function assemble(folder, log) {
  const [packed] = JSON.parse(await runAgain('npm', ['pack', `code-server@${version}`, '--json'], folder));
  if (packed.integrity !== integrity) {
    throw new Error(
      `This code-server@${version} is not the one this project was tested with: its integrity is ` +
        `${packed.integrity}, expected ${integrity}.`,
    );
  }
  const exclude = unneededExtensions.map((name) => `--exclude=package/lib/vscode/extensions/${name}`);
  await run(
    'tar',
    ['-xzf', packed.filename, '--strip-components=2', ...exclude, 'package/lib/vscode'],
    folder,
  );

  const vscode = join(folder, 'vscode');
  await dropUnneededPackages(vscode);
  await runAgain('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], vscode);
  await dropOtherPlatforms(join(vscode, 'node_modules', '@vscode', 'ripgrep-universal', 'bin'));
  await compileLogger(vscode, log);
  await writeFile(join(vscode, '.heady-stamp'), stamp());
}

async function dropUnneededPackages(vscode) {
  const path = join(vscode, 'package.json');
  const manifest = JSON.parse(await readFile(path, 'utf8'));
  for (const name of unneededPackages) delete manifest.dependencies[name];
  manifest.allowScripts = { '@vscode/spdlog': true };
  await writeFile(path, JSON.stringify(manifest, null, 2));
}

/** What else is native comes prebuilt, or VS Code does without it; without the logger the Output panel stays empty. */
async function compileLogger(vscode, log) {
  try {
    await run('npm', ['rebuild', '@vscode/spdlog'], vscode);
  } catch {
    log(
      'Its Output panel will stay empty: that takes make, g++ and python3, which are missing. All else works.',
    );
  }
}

async function dropOtherPlatforms(folder) {
  for (const name of await readdir(folder)) {
    if (name !== `${process.platform}-${process.arch}`) await rm(join(folder, name), { recursive: true });
  }
}

/** What a copy was made from; the native modules in it depend on the platform. */
function stamp() {
  return `code-server ${version} ${process.platform}-${process.arch}`;
}

async function isWhole(home) {
  return (await readFile(join(home, '.heady-stamp'), 'utf8').catch(() => '')) === stamp();
}

async function removeLeftovers(shelf) {
  for (const name of await readdir(shelf)) {
    if (name.startsWith('partial-')) await rm(join(shelf, name), { recursive: true, force: true });
  }
}

/**
 * Holds others off while a copy is made, so that two commands do not fetch the same thing twice.
 * What keeps the cache right is the rename; the lock may therefore be taken from a dead owner without ceremony.
 */
async function lock(path, log) {
  for (let waited = false; ; waited = true) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx' });
      return () => rm(path, { force: true });
    } catch (cause) {
      if (cause.code !== 'EEXIST') throw cause;
    }
    if (await isStale(path)) {
      await rm(path, { force: true });
      continue;
    }
    if (!waited) log('Another Heady command is fetching VS Code; waiting for it ...');
    await sleep(500);
  }
}

async function isStale(path) {
  try {
    const [owner, { mtimeMs }] = [Number(await readFile(path, 'utf8')), await stat(path)];
    if (Date.now() - mtimeMs > lockIsStaleAfterMs) return true;
    // An empty file belongs to somebody who is about to write a pid into it.
    if (owner > 0) process.kill(owner, 0);
    return false;
  } catch (cause) {
    return cause.code === 'ESRCH';
  }
}

/** Runs what fetches from the network: that may fail now and not a moment later. */
async function runAgain(command, args, cwd) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run(command, args, cwd);
    } catch (cause) {
      if (attempt === ATTEMPTS) throw cause;
      await sleep(attempt * 5_000);
    }
  }
}

/** Runs a command under this Node and, for what it compiles, its headers; resolves to its output. */
function run(command, args, cwd) {
  const nodeHome = dirname(dirname(process.execPath));
  const headers = existsSync(join(nodeHome, 'include', 'node')) ? { npm_config_nodedir: nodeHome } : {};
  const windows = process.platform === 'win32';
  const child = spawn(windows && command === 'npm' ? 'npm.cmd' : command, args, {
    cwd,
    shell: windows && command === 'npm',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...headers },
  });
  return new Promise((done, failed) => {
    let output = '';
    let complaints = '';
    child.stdout.on('data', (data) => {
      output += data;
    });
    child.stderr.on('data', (data) => {
      complaints += data;
    });
    child.on('error', (cause) => failed(new Error(`${command} could not be started: ${cause.message}`)));
    child.on('close', (code) => {
      if (code === 0) done(output);
      else failed(new Error(`${command} ${args.join(' ')} ended with ${code}:\n${gist(complaints)}`));
    });
  });
}

/** The first lines of what npm or tar complained about: the cause stands there, the stack below it helps nobody. */
function gist(complaints) {
  const lines = complaints.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('npm warn'));
  return lines.slice(0, 4).join('\n');
}
