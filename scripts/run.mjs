#!/usr/bin/env node
// The door of `npm start` and `npm test`. It must work right after a clone, under whatever Node the machine has
// (20 or later), so it uses nothing but Node itself: it installs the packages of the lockfile where they are
// missing or stale, then hands over to the script under the pinned Node.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [task, ...args] = process.argv.slice(2);
if (!task) fail('usage: node scripts/run.mjs <start|test> [arguments]');

installWhatTheLockfileSays();
const bin = join(root, 'node_modules', '.bin');
const child = spawn(pinnedNode(), [join(root, 'scripts', `${task}.mjs`), ...args], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // The terminal sends Ctrl-C to the whole group; a supervisor sends SIGTERM to us alone.
  process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
}
if (process.env.npm_lifecycle_event) {
  // npm hands a SIGTERM to its shell only, which ends without telling us: then we belong to somebody else.
  const shell = process.ppid;
  setInterval(() => process.ppid !== shell && child.kill('SIGTERM'), 500);
}
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));

/** Runs `npm ci` unless node_modules was made from this very lockfile. */
function installWhatTheLockfileSays() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.heady-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.log('Installing packages (first run, about a minute) ...');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const install = () =>
    spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    }).status === 0;
  // A registry that does not answer now often does a moment later.
  if (!install() && !install())
    fail('npm ci failed: see above. Check the network or the npm registry setting, then run this again.');
  writeFileSync(stamp, lock);
}

/** The pinned Node 24, else this one where it is new enough for node:sqlite. */
function pinnedNode() {
  const exe = process.platform === 'win32' ? 'node.exe' : 'node';
  const packages = [
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
  ];
  for (const name of packages) {
    const path = join(root, 'node_modules', name, 'bin', exe);
    if (existsSync(path)) return path;
  }
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return fail(
    `No pinned Node for ${process.platform}-${process.arch}: install Node 24 or later and run this again.`,
  );
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
