import { cpus, freemem, totalmem } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type Measurement, measured } from '../store/metricStore.ts';
import type { MetricName } from './metricTable.ts';

/** How often the event loop is looked at, in milliseconds. */
const LAG_RESOLUTION = 100;

/** What this process and its host do. Begun only while somebody asks: to watch the event loop keeps it from resting. */
export class ProcessFigures {
  readonly #lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION });
  #began = 0;
  #cpu = process.cpuUsage();
  #host = hostTimes();

  begin(): void {
    this.#began = performance.now();
    this.#cpu = process.cpuUsage();
    this.#host = hostTimes();
    this.#lag.reset();
    this.#lag.enable();
  }

  end(): void {
    this.#lag.disable();
  }

  /** Since the last time, or since it was begun. */
  take(): [MetricName, Measurement][] {
    const seconds = (performance.now() - this.#began) / 1_000;
    const { user, system } = process.cpuUsage(this.#cpu);
    const host = hostTimes();
    const busy = 1 - (host.idle - this.#host.idle) / Math.max(1, host.all - this.#host.all);
    const figures: [MetricName, Measurement][] = [
      ['heady_node_cpu_cores', measured((user + system) / 1e6 / seconds)],
      ['heady_node_memory_bytes', measured(process.memoryUsage.rss())],
      ['heady_host_cpu_ratio', measured(Math.min(1, Math.max(0, busy)))],
      ['heady_host_memory_used_bytes', measured(totalmem() - freemem())],
    ];
    if (this.#lag.count > 0) figures.push(['heady_node_event_loop_lag_seconds', lagOf(this.#lag)]);
    this.begin();
    return figures;
  }
}

/** The histogram holds how long each turn took, the pause between two looks with it. */
function lagOf({ count, mean, min, max }: ReturnType<typeof monitorEventLoopDelay>): Measurement {
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - LAG_RESOLUTION / 1_000);
  return { count, sum: late(mean) * count, min: late(min), max: late(max) };
}

/** In milliseconds, over all processors. */
function hostTimes(): { idle: number; all: number } {
  const times = cpus().map((cpu) => cpu.times);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return { idle: sum(times.map(({ idle }) => idle)), all: sum(times.flatMap((each) => Object.values(each))) };
}
