#!/usr/bin/env node
// `npm run bench`: runs the benchmarks one after the other, prints their tables and keeps all figures.
// Asserts nothing: docs/benchmarks.md says how to read them.
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { cache, contextOf, removeScratch } from './support/context.mjs';
import { installPeers } from './support/peers.mjs';
import { tableOf } from './support/statistics.mjs';

const benchmarks = new Map();
for (const file of readdirSync(new URL('benchmarks', import.meta.url)).sort()) {
  benchmarks.set(basename(file, '.mjs'), await import(new URL(`benchmarks/${file}`, import.meta.url)));
}

const USAGE = `usage: npm run bench -- [benchmark...] [--quick] [--rounds N]

${[...benchmarks].map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`).join('\n')}

  --quick    one round of small inputs: a few minutes, good for a first look
  --rounds N how often everything is measured (3); more rounds, steadier ratios

Figures go to .cache/bench/results.json as well.
`;

const options = { quick: { type: 'boolean' }, rounds: { type: 'string' }, help: { type: 'boolean' } };
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const unknown = positionals.find((name) => !benchmarks.has(name));
if (values.help || unknown) {
  if (unknown) console.error(`There is no benchmark '${unknown}'.\n`);
  process.stdout.write(USAGE);
  process.exit(unknown ? 2 : 0);
}

const scratch = mkdtempSync(join(tmpdir(), 'heady-bench-'));
process.on('exit', () => removeScratch(scratch));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

installPeers();
const quick = values.quick ?? false;
const context = contextOf({ quick, rounds: Number(values.rounds ?? (quick ? 1 : 3)), scratch });
const machine = `Node ${process.version}, ${availableParallelism()} cores of ${cpus()[0]?.model.trim() ?? 'unknown make'}`;
console.log(`${machine}, ${context.rounds} rounds${quick ? ', quick' : ''}`);

const results = { machine, at: new Date().toISOString(), benchmarks: {} };
for (const name of positionals.length ? positionals : benchmarks.keys()) {
  const load = loadavg()[0];
  console.log(`\n== ${name} (load ${load.toFixed(1)} at its start)`);
  const { tables, figures } = await benchmarks.get(name).run(context);
  for (const { title, head, rows, note } of tables) {
    console.log(
      ['', title, ...(rows.length ? [tableOf(head, rows)] : []), ...(note ? [note] : [])].join('\n'),
    );
  }
  results.benchmarks[name] = { load, figures };
  writeFileSync(join(cache, 'results.json'), JSON.stringify(results, null, 1));
}
