#!/usr/bin/env node
// `npm run bench`: the language server beside yaml-language-server on the same files, and the command line alone.
// Prints figures and asserts nothing: docs/benchmarks.md says how to read them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { combinedSchema } from './combinedSchema.mjs';
import { writeBigFile, writeWorkspace } from './genWorkspace.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, '.cache/bench');
/** Not below .cache: globs of yaml-language-server pass hidden folders over. */
const workspaces = mkdtempSync(join(tmpdir(), 'heady-bench-'));
const modules = join(cache, 'node_modules');

/** What we are measured against, and what the driver speaks with. Installed on demand, never with the project. */
const PEERS = { 'yaml-language-server': '2.0.0', 'vscode-jsonrpc': '8.2.1' };

const QUICK = { lines: [500, 2000, 5000], edits: 20, requests: 5, rounds: 1, files: 1000 };
const FULL = { lines: [500, 2000, 5000, 20_000], edits: 100, requests: 20, rounds: 3, files: 1000 };

const USAGE = `usage: npm run bench -- [--quick] [--rounds N]

  --quick    one round, few edits, no file of 20,000 lines: a minute or two, good for a first look
             (default: 100 edits a file in each of three rounds, about half an hour)
  --rounds N how often everything is measured; more rounds, steadier ratios

The driver is not part of this repository. Name its folder in HEADY_BENCH_DRIVER, or put it at ../shared/bench.
`;

function main() {
  const options = { quick: { type: 'boolean' }, rounds: { type: 'string' }, help: { type: 'boolean' } };
  const { values } = parseArgs({ options });
  if (values.help) return process.stdout.write(USAGE);
  const driver = findDriver();
  installPeers();
  const plan = { ...(values.quick ? QUICK : FULL) };
  if (values.rounds) plan.rounds = Number(values.rounds);
  console.log(
    `Node ${process.version}, ${availableParallelism()} cores, ${values.quick ? 'quick' : 'full'}\n`,
  );
  generate(plan);
  printSizes();
  measureCommandLine(plan);
  compareServers(driver, plan);
}

/** The folder of the driver; ends the run with what to do where there is none. */
function findDriver() {
  const folder = resolve(process.env.HEADY_BENCH_DRIVER ?? join(root, '../shared/bench'));
  if (existsSync(join(folder, 'compare.mjs'))) return folder;
  fail(
    `There is no benchmark driver (compare.mjs, lsp-bench.mjs) in ${folder}.\nSet HEADY_BENCH_DRIVER to its folder.`,
  );
}

function installPeers() {
  const installed = Object.keys(PEERS).every((name) => existsSync(join(modules, name, 'package.json')));
  if (installed) return;
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'package.json'), JSON.stringify({ private: true, dependencies: PEERS }));
  console.log(
    `Installing ${Object.entries(PEERS)
      .map((peer) => peer.join('@'))
      .join(', ')} into .cache/bench ...`,
  );
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm ? [process.execPath, npm] : ['npm'];
  const args = [...first, 'install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const { status } = spawnSync(command, args, { cwd: cache, stdio: 'inherit' });
  if (status !== 0) fail('npm could not install them; see above.');
}

/** Both servers read the same folders: one for each big file, and one of many small files. */
function generate({ lines, files }) {
  for (const count of lines) writeBigFile(folderOf(count), count);
  writeWorkspace(folderOf('many'), { count: files });
  const schema = JSON.stringify(combinedSchema(join(root, 'schemas')));
  for (const folder of readdirSync(workspaces))
    writeFileSync(join(workspaces, folder, 'manifest.schema.json'), schema);
}

function folderOf(name) {
  return join(workspaces, String(name));
}

function printSizes() {
  const size = (path) => `${Math.round(statSync(join(root, path)).size / 1024)} KB`;
  console.log(`dist/extension.cjs ${size('dist/extension.cjs')}, not minified\n`);
}

/** Wall-clock time of `heady lint`, from the start of its process to its end. */
function measureCommandLine({ files, rounds }) {
  const lint = (path) => {
    const started = performance.now();
    spawnSync(process.execPath, [join(root, 'dist/cli.js'), 'lint', path], { stdio: 'ignore' });
    return performance.now() - started;
  };
  const best = (path) => Math.min(...Array.from({ length: Math.max(3, rounds) }, () => lint(path)));
  const one = best(join(folderOf(500), 'big-500.heady.yaml'));
  const all = best(folderOf('many'));
  console.log(`heady lint, best of ${Math.max(3, rounds)}: ${files} files in ${Math.round(all)} ms`);
  console.log(
    `  (${Math.round((1000 * files) / all)} files/s), one file of 500 lines in ${Math.round(one)} ms\n`,
  );
}

/** The driver's own comparison: its table goes to stdout, its progress to stderr, all figures to results.json. */
function compareServers(driver, { lines, edits, requests, rounds }) {
  const own = `"${process.execPath}" "${join(root, 'dist/languageServer.js')}" --stdio`;
  const peer = '{node} {modules}/yaml-language-server/bin/yaml-language-server --stdio';
  const yaml = {
    schemas: { '{rootUri}/manifest.schema.json': ['*.heady.yaml'] },
    ...{ validate: true, hover: true, completion: true },
    ...{ schemaStore: { enable: false }, kubernetesCRDStore: { enable: false } },
  };
  const config = {
    servers: { 'yaml-language-server': { server: peer, config: { yaml } }, heady: { server: own } },
    runs: [
      ...lines.map((count) => ({
        root: folderOf(count),
        file: `big-${count}.heady.yaml`,
        toggle: 'plane: app=>plane: appx',
        edits,
        rounds: requests,
      })),
      { root: folderOf('many'), workspace: 'auto' },
    ],
  };
  const path = join(cache, 'compare.json');
  writeFileSync(path, JSON.stringify(config));
  const results = join(cache, 'results.json');
  const args = [
    join(driver, 'compare.mjs'),
    path,
    '--root',
    workspaces,
    '--rounds',
    String(rounds),
    '--out',
    results,
  ];
  const env = { ...process.env, LSP_BENCH_MODULES: modules };
  const { status } = spawnSync(process.execPath, args, { env, stdio: 'inherit' });
  if (status !== 0) fail('The driver failed; see above.');
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

process.on('exit', () => rmSync(workspaces, { recursive: true, force: true }));
main();
