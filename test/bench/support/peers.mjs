// What we are measured against. Installed on demand with exact versions, never with the project.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from './context.mjs';

const PEERS = {
  'yaml-language-server': '2.0.0',
  'vscode-jsonrpc': '8.2.1',
  '@stoplight/spectral-cli': '6.16.3',
  '@stoplight/spectral-core': '1.24.1',
  '@stoplight/spectral-functions': '1.11.1',
  '@stoplight/spectral-parsers': '1.0.5',
  'js-yaml': '5.5.0',
  yaml: '2.9.1',
  alex: '11.0.1',
  'retext-english': '5.0.0',
  'retext-equality': '7.1.0',
  'retext-stringify': '4.0.0',
  unified: '11.0.5',
};

/** @throws {Error} with what to do, when npm cannot install them */
export function installPeers() {
  const missing = Object.entries(PEERS).filter(([name, version]) => installed(name) !== version);
  if (missing.length === 0) return;
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'package.json'), JSON.stringify({ private: true, dependencies: PEERS }));
  console.log(`Installing ${missing.map((peer) => peer.join('@')).join(', ')} into .cache/bench ...`);
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm ? [process.execPath, npm] : ['npm'];
  const args = [...first, 'install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const { status } = spawnSync(command, args, { cwd: cache, stdio: 'inherit' });
  if (status !== 0)
    throw new Error('npm could not install the peers: see above. Check the network, then run this again.');
}

function installed(name) {
  try {
    return JSON.parse(readFileSync(join(cache, 'node_modules', name, 'package.json'), 'utf8')).version;
  } catch {
    return undefined;
  }
}
