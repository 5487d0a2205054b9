import { defineConfig } from 'vitest/config';

const UNIT = ['server/src/**/*.test.ts', 'client/src/**/*.test.ts'];
const PROPERTIES = UNIT.map((glob) => glob.replace('*.test.ts', '*.properties.test.ts'));
const FAULTS = ['test/contract/nodes/*.test.ts', 'test/contract/store/crash.test.ts'];

export default defineConfig({
  test: {
    // One core is not left idle: on two of them that would be half the machine.
    maxWorkers: '100%',
    projects: [
      {
        // Files share what they import: to read words, schemas and rules anew for each file took most of the time. So none
        // may mock a module, nor leave anything behind.
        // Time-outs, here and below, are for a machine where everything takes ten times as long: no measure of anything.
        test: {
          name: 'unit',
          include: UNIT,
          exclude: PROPERTIES,
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        // Random and hostile input by the thousand: what unit tests are too slow with to be run all the time.
        test: { name: 'properties', include: PROPERTIES, testTimeout: 600_000, hookTimeout: 120_000 },
      },
      {
        // Against the built programs: real processes over their real protocols.
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          exclude: FAULTS,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        // What the templates make: installed, tested, built, started and linted.
        test: {
          name: 'templates',
          include: ['test/templates/**/*.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 900_000,
        },
      },
      {
        // Images of what the templates make: they take a container engine and a registry, so `npm test` leaves them out.
        test: {
          name: 'images',
          include: ['test/images/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
        },
      },
      {
        // Nodes that are killed under load: they need the machine to themselves.
        test: {
          name: 'faults',
          include: FAULTS,
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
