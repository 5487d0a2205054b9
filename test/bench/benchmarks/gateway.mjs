// What a call through the gateway costs in this process and between processes, beside the SDK's client alone and mcp-proxy; and
// what many calls leave behind.
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

const HTTP_NAMES = {
  directHttp: "a server over HTTP: the SDK's client, directly",
  gatewayHttp: 'the same server behind the gateway, over HTTP',
  directPipes: "a server over pipes: the SDK's client, directly",
  gatewayPipes: 'the same server behind the gateway, over HTTP',
  proxyPipes: 'the same server behind mcp-proxy 6.7, over HTTP',
};

/** @param {import('../support/context.mjs').Context} context */
export async function run({ quick, rounds, scratch }) {
  const [calls, lasting] = quick ? [10_000, 20_000] : [50_000, 100_000];
  const httpCalls = quick ? 1_000 : 5_000;
  const figures = [];
  for (let round = 0; round < rounds; round++) {
    const folder = mkdtempSync(join(scratch, 'gateway-'));
    const args = ['--expose-gc', contestant('gatewayBench.ts'), folder, calls, lasting].map(String);
    const figure = JSON.parse((await measured(args, { scratch })).stdout);
    const httpArgs = [contestant('gatewayHttpBench.ts'), folder, httpCalls].map(String);
    const http = JSON.parse((await measured(httpArgs, { scratch })).stdout);
    figures.push({ ...figure, latencies: { ...figure.latencies, ...http.latencies } });
  }
  const over = (of) => median(figures.map(of));
  const rowsOf = (names, digits) =>
    Object.entries(names).map(([key, name]) => [
      name,
      ...['p50', 'p95', 'p99'].map((at) => over(({ latencies }) => latencies[key][at]).toFixed(digits)),
    ]);
  const [last] = figures.slice(-1);
  const left = ['heapMb', 'descriptors'].map((what) => [what, last.before[what], last.after[what]]);
  return {
    figures,
    tables: [
      {
        title: `${calls} calls one after the other, ms; aim for the chain: p50 0.15, p99 1`,
        head: ['', 'p50', 'p95', 'p99'],
        rows: rowsOf(NAMES, 4),
      },
      {
        title: `${httpCalls} calls one after the other between processes, taking turns, ms; aim for what the gateway adds: p50 2`,
        head: ['', 'p50', 'p95', 'p99'],
        rows: rowsOf(HTTP_NAMES, 2),
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
