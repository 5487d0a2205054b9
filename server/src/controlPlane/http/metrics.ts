import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ObserveCall } from '../access/guard.ts';

/** In seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * What Prometheus reads. Labels take few values, all of them from tables of ours: one that a client could choose
 * would let it fill the memory.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #calls: Counter<'what' | 'outcome'>;
  readonly #callSeconds: Histogram<'what'>;
  readonly #refusals: Counter<'rule'>;
  readonly #requests: Counter<'path' | 'status'>;
  readonly contentType = this.#registry.contentType;

  /** What is served may have metrics of its own. */
  get registry(): Registry {
    return this.#registry;
  }

  /** @param gauges read whenever Prometheus asks */
  constructor(gauges: Readonly<Record<'sessions' | 'requests', () => number>>) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#requests = new Counter({
      name: 'heady_http_requests_total',
      help: 'HTTP requests that were answered, by path and status',
      labelNames: ['path', 'status'],
      registers,
    });
    this.#calls = new Counter({
      name: 'heady_mcp_calls_total',
      help: 'Calls of tools and reads of resources, by how they ended',
      labelNames: ['what', 'outcome'],
      registers,
    });
    this.#callSeconds = new Histogram({
      name: 'heady_mcp_call_duration_seconds',
      help: 'How long calls of tools and reads of resources took',
      labelNames: ['what'],
      buckets: BUCKETS,
      registers,
    });
    this.#refusals = new Counter({
      name: 'heady_refusals_total',
      help: 'What was refused, by rule',
      labelNames: ['rule'],
      registers,
    });
    gauge(
      'heady_http_requests_in_flight',
      'HTTP requests being answered, with open streams',
      gauges.requests,
    );
    gauge('heady_mcp_sessions', 'Sessions of clients of revision 2025-11-25 on this node', gauges.sessions);

    function gauge(name: string, help: string, read: () => number): void {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    }
  }

  readonly observeCall: ObserveCall = ({ what, outcome, seconds, rule }) => {
    this.#calls.inc({ what, outcome });
    this.#callSeconds.observe({ what }, seconds);
    if (rule !== undefined) this.countRefusal(rule);
  };

  /** @param path one of ours */
  countRequest(path: string, status: number): void {
    this.#requests.inc({ path, status });
  }

  countRefusal(rule: string): void {
    this.#refusals.inc({ rule });
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
