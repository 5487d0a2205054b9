// The control plane's store on SQLite and PostgreSQL: registering, searching, getting, watching, and how they grow.
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { contestant, measured } from '../support/measured.mjs';

export const about = "the control plane's store on SQLite and PostgreSQL, from 1,000 to 100,000 entries";

/** @param {import('../support/context.mjs').Context} context */
export async function run({ quick, scratch }) {
  const sizes = quick ? [1_000, 10_000] : [1_000, 10_000, 100_000];
  const sqlite = `sqlite:${join(mkdtempSync(join(scratch, 'store-')), 'catalog.db')}`;
  const { PostgresServer } = await import('../../contract/store/postgresServer.ts');
  const server = await PostgresServer.start();
  const figures = {};
  try {
    const program = contestant('storeBench.ts');
    for (const [name, address] of [
      ['SQLite', sqlite],
      ['PostgreSQL', server.address()],
    ]) {
      const floor = await measured([contestant('storeFloor.ts'), floorOf(address), sizes.join(',')], {
        scratch,
      });
      const { stdout, cpuMs } = await measured([program, address, sizes.join(',')], { scratch });
      figures[name] = { cpuMs, steps: JSON.parse(stdout), floor: JSON.parse(floor.stdout) };
    }
  } finally {
    await server.stop();
  }
  return {
    figures,
    tables: Object.entries(figures).map(([name, { steps, floor }]) => tableFor(name, steps, floor)),
  };
}

/** Beside the store's own tables, or its own file. */
function floorOf(address) {
  return address.startsWith('sqlite:') ? address.replace(/catalog\.db$/, 'floor.db') : address;
}

function tableFor(name, steps, floor) {
  const beside = (what, ours, bare) => [
    `${what}, in terms of the bare statement's p50`,
    ...steps.map((step, i) => `${(ours(step).p50 / floor[i][bare].p50).toFixed(1)} x`),
  ];
  const rows = [
    ['register, 16 clients: writes/s', ...steps.map(({ register }) => register.perSecond)],
    ['register, 16 clients', ...steps.map(({ register }) => latency(register))],
    ['register, one client', ...steps.map(({ registerAlone }) => latency(registerAlone))],
    beside('register, one client', ({ registerAlone }) => registerAlone, 'register'),
    ['get', ...steps.map(({ get }) => latency(get))],
    beside('get', ({ get }) => get, 'get'),
    ['watch: acknowledged to told on another node', ...steps.map(({ watch }) => latency(watch))],
    ['search, all together', ...steps.map(({ searchOverall }) => latency(searchOverall))],
    ...Object.keys(steps[0].search).map((query) => [
      `search: ${query}`,
      ...steps.map(({ search }) => latency(search[query])),
    ]),
    beside('search: environment and kind', ({ search }) => search['environment and kind'], 'page'),
    ['bare insert, one client', ...floor.map(({ register }) => latency(register))],
    ['bare get', ...floor.map(({ get }) => latency(get))],
    ['bare page of an environment', ...floor.map(({ page }) => latency(page))],
  ];
  const title = `${name}, ms, p50 / p95; pages of 100 entries of about 1 KB, every write with an audit record`;
  return { title, head: ['', ...steps.map(({ size }) => `${size} entries`)], rows };
}

function latency({ p50, p95 }) {
  return `${p50.toFixed(2)} / ${p95.toFixed(2)}`;
}
