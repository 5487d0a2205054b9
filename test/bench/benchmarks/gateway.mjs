// What a call through the gateway costs in this process, beside the SDK's client alone; and what many calls leave behind.
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { contestant, measured } from '../support/measured.mjs';
import { median } from '../support/statistics.mjs';

export const about = 'what a call through the gateway costs beside a direct one, and what many leave behind';

const NAMES = {
  direct: "the SDK's client, directly",
  chain: 'the policy chain alone, over nothing',
  chainAndClient: "the policy chain over the SDK's client",
  session: 'a whole session of the gateway, in process',
};

/** @param {import('../support/context.mjs').Context} context */
export async function run({ quick, rounds, scratch }) {
  const [calls, lasting] = quick ? [10_000, 20_000] : [50_000, 100_000];
  const figures = [];
  for (let round = 0; round < rounds; round++) {
    const folder = mkdtempSync(join(scratch, 'gateway-'));
    const args = ['--expose-gc', contestant('gatewayBench.ts'), folder, calls, lasting].map(String);
    figures.push(JSON.parse((await measured(args, { scratch })).stdout));
  }
  const over = (of) => median(figures.map(of));
  const rows = Object.entries(NAMES).map(([key, name]) => [
    name,
    ...['p50', 'p95', 'p99'].map((at) => over(({ latencies }) => latencies[key][at]).toFixed(4)),
  ]);
  const [last] = figures.slice(-1);
  const left = ['heapMb', 'descriptors'].map((what) => [what, last.before[what], last.after[what]]);
  return {
    figures,
    tables: [
      {
        title: `${calls} calls one after the other, ms; aim for the chain: p50 0.15, p99 1`,
        head: ['', 'p50', 'p95', 'p99'],
        rows,
      },
      {
        title: `before and after ${lasting} more calls of one session`,
        head: ['', 'before', 'after'],
        rows: [...left, ["listeners on the client's signal", 0, last.listeners]],
        note:
          last.warnings.length > 0 ? `Node warned: ${last.warnings.join(', ')}` : 'Node warned of nothing.',
      },
    ],
  };
}
