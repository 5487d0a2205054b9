import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Governance } from '../policy/governance.ts';
import type { Upstream } from '../upstream.ts';
import { hasReached, type Observer } from './endedCall.ts';
import { plainUrl } from './plainUrl.ts';

/** In seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

const BREAKER = { closed: 0, 'half-open': 1, open: 2 } as const;

/**
 * Puts what Prometheus reads of a gateway into a registry. Labels take few values: servers and replicas are those of
 * manifests, and tools that nobody listed are counted together.
 *
 * @returns what is to be told of every call
 */
export function gatewayMetrics(
  registry: Registry,
  { statistics, bulkheads, balancer }: Governance,
  upstreams: readonly Upstream[],
): Observer {
  const registers = [registry];
  const calls = new Counter({
    name: 'heady_gateway_calls_total',
    help: 'Calls of servers behind the gateway, by how they ended',
    labelNames: ['server', 'method', 'outcome'],
    registers,
  });
  const toolCalls = new Counter({
    name: 'heady_gateway_tool_calls_total',
    help: 'Calls of tools of servers behind the gateway, by how they ended',
    labelNames: ['server', 'tool', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'heady_gateway_call_duration_seconds',
    help: 'How long servers behind the gateway took, without the time in which they waited for the client',
    labelNames: ['server'],
    buckets: BUCKETS,
    registers,
  });
  const refusals = new Counter({
    name: 'heady_gateway_refusals_total',
    help: 'Calls that the gateway refused, by rule',
    labelNames: ['server', 'rule'],
    registers,
  });
  new Gauge({
    name: 'heady_gateway_calls',
    help: 'Calls that are with a server, or wait for their turn',
    labelNames: ['server', 'state'],
    registers,
    collect() {
      for (const { name } of upstreams) {
        const { active, waiting } = bulkheads.of(name);
        this.set({ server: name, state: 'active' }, active);
        this.set({ server: name, state: 'waiting' }, waiting);
      }
    },
  });
  new Gauge({
    name: 'heady_gateway_breaker_state',
    help: 'Whether calls reach a replica: 0 they do, 1 one does to see, 2 none does',
    labelNames: ['server', 'replica'],
    registers,
    collect() {
      for (const upstream of upstreams) {
        for (const { server, url, breaker } of balancer.of(upstream))
          this.set({ server, replica: plainUrl(url) }, BREAKER[breaker.state]);
      }
    },
  });
  return ({ call, outcome, rule, milliseconds }) => {
    const { method, upstream } = call;
    const server = upstream.name;
    calls.inc({ server, method, outcome });
    if (method === 'tools/call') toolCalls.inc({ server, tool: statistics.toolOf(call), outcome });
    if (hasReached(outcome)) seconds.observe({ server }, milliseconds / 1_000);
    if (rule !== undefined) refusals.inc({ server, rule });
  };
}
