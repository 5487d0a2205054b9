// The language server beside yaml-language-server: keystrokes, requests, start, memory, whole workspaces.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { combinedSchema } from '../support/combinedSchema.mjs';
import { cache, root } from '../support/context.mjs';

export const about = 'the language server beside yaml-language-server; needs the driver (HEADY_BENCH_DRIVER)';

/** @param {import('../support/context.mjs').Context} context */
export function run(context) {
  const driver = resolve(process.env.HEADY_BENCH_DRIVER ?? join(root, '../shared/bench'));
  if (!existsSync(join(driver, 'compare.mjs'))) {
    const title = `Left out: there is no driver (compare.mjs) in ${driver}. Name its folder in HEADY_BENCH_DRIVER.`;
    return { tables: [{ title, head: [], rows: [] }], figures: undefined };
  }
  const config = join(cache, 'compare.json');
  const results = join(cache, 'server.json');
  writeFileSync(config, JSON.stringify({ servers: servers(), runs: runsFor(context) }));
  const args = [config, '--root', context.scratch, '--rounds', String(context.rounds), '--out', results];
  // Its progress goes to stderr; its table is ours to show.
  const { status, stdout } = spawnSync(process.execPath, [join(driver, 'compare.mjs'), ...args], {
    env: { ...process.env, LSP_BENCH_MODULES: context.modules },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error('The driver failed: see above.');
  const figures = JSON.parse(readFileSync(results, 'utf8'));
  return { figures, tables: [{ title: stdout.trim(), head: [], rows: [] }] };
}

function servers() {
  const yaml = {
    schemas: { '{rootUri}/manifest.schema.json': ['*.heady.yaml'] },
    ...{ validate: true, hover: true, completion: true },
    ...{ schemaStore: { enable: false }, kubernetesCRDStore: { enable: false } },
  };
  return {
    'yaml-language-server': {
      server: '{node} {modules}/yaml-language-server/bin/yaml-language-server --stdio',
      config: { yaml },
    },
    heady: { server: `"${process.execPath}" "${join(root, 'dist/languageServer.js')}" --stdio` },
  };
}

function runsFor({ quick, bigFile, workspace }) {
  const lines = quick ? [500, 2000, 5000] : [500, 2000, 5000, 20_000];
  const amount = quick ? { edits: 20, rounds: 5 } : { edits: 100, rounds: 20 };
  const counts = quick ? [1000] : [1000, 5000];
  return [
    ...lines.map((count) => ({
      root: withSchema(bigFile(count)),
      file: `big-${count}.heady.yaml`,
      toggle: 'plane: app=>plane: appx',
      ...amount,
    })),
    ...counts.map((count) => ({ root: withSchema(workspace(count)), workspace: 'auto' })),
  ];
}

/** yaml-language-server is given our JSON Schemas, joined in one file. */
function withSchema(folder) {
  writeFileSync(join(folder, 'manifest.schema.json'), JSON.stringify(combinedSchema(join(root, 'schemas'))));
  return folder;
}
