// Loaded before the program that is measured: writes what its process used when it ends.
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const file = process.env.HEADY_BENCH_USAGE;
if (file && isMainThread) {
  // What it starts is no part of it.
  delete process.env.HEADY_BENCH_USAGE;
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    writeFileSync(
      file,
      JSON.stringify({ peakMb: maxRSS / 1024, cpuMs: (userCPUTime + systemCPUTime) / 1000 }),
    );
  });
}
