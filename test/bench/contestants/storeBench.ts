// Fills one store step by step and measures it at each size; prints JSON. usage: node storeBench.ts STORE SIZES
import { openStore } from '../../../server/src/controlPlane/openStore.ts';
import type { CatalogQuery } from '../../../server/src/controlPlane/store/catalogStore.ts';
import type { Store } from '../../../server/src/controlPlane/store/store.ts';
import {
  alone,
  ENVIRONMENTS,
  entry,
  KINDS,
  pick,
  summary,
  THINGS,
  timed,
  VERTICALS,
} from './storeEntries.ts';

/** Clients of a node at a time, and how often each thing is measured. */
const CLIENTS = 16;
const REPEATS = 200;

/** What people look for, from one entry to a quarter of the catalog. */
function queries(size: number): Record<string, (i: number) => CatalogQuery> {
  const at = (i: number) => entry((i * 7_919) % size);
  return {
    'text, a name': (i) => ({ text: at(i).name }),
    'text, a word': (i) => ({ text: pick(THINGS, i) }),
    'text, a word in an environment': (i) => ({ text: pick(THINGS, i), environment: pick(ENVIRONMENTS, i) }),
    'text, two letters': (i) => ({ text: pick(THINGS, i).slice(0, 2) }),
    'environment and kind': (i) => ({ environment: pick(ENVIRONMENTS, i), kind: pick(KINDS, i) }),
    'vertical and environment': (i) => ({ vertical: pick(VERTICALS, i), environment: pick(ENVIRONMENTS, i) }),
    owner: (i) => ({ owner: at(i).owner ?? '' }),
    tag: (i) => ({ tag: `Owner=${at(i).owner}` }),
    'tag of most': () => ({ tag: 'DataSensitivity=internal' }),
    everything: () => ({}),
  };
}

/** By several clients at once. @returns each one's latency and the throughput of all */
async function concurrently(count: number, work: (i: number) => Promise<unknown>) {
  const times: number[] = [];
  let next = 0;
  const started = performance.now();
  const client = async () => {
    for (let i = next++; i < count; i = next++) times.push(await timed(() => work(i)));
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return { ...summary(times), perSecond: (count / (performance.now() - started)) * 1_000 };
}

const note = ({ outcome }: { outcome: string }) => ({ actor: 'bench', action: 'catalog_register', outcome });

async function measure(node: Store, other: Store, size: number) {
  const search: Record<string, unknown> = {};
  const all: number[] = [];
  for (const [name, query] of Object.entries(queries(size))) {
    const times: number[] = [];
    for (let i = 0; i < REPEATS / 4; i++) {
      times.push(await timed(() => node.catalog.search(query(i), { limit: 100 })));
    }
    // The first ones meet cold caches and statements not yet prepared; people do as well.
    all.push(...times);
    search[name] = summary(times);
  }
  const told = new Map<number, number>();
  const stop = other.catalog.watch((changes) => {
    for (const { revision } of changes) told.set(revision, performance.now());
  });
  const delays: number[] = [];
  for (let i = 0; i < 20; i++) {
    const { entry: changed } = await node.catalog.put(entry(i, size + i), { audit: note });
    const acknowledged = performance.now();
    const revision = changed?.revision ?? 0;
    while (!told.has(revision)) await new Promise((resolve) => setTimeout(resolve, 1));
    delays.push(Math.max(0, (told.get(revision) ?? 0) - acknowledged));
  }
  stop();
  return {
    size,
    search,
    searchOverall: summary(all),
    get: await alone(REPEATS, (i) => node.catalog.get(entry((i * 7_919) % size))),
    registerAlone: await alone(REPEATS / 2, (i) =>
      node.catalog.put(entry(i, size + 1_000 + i), { audit: note }),
    ),
    watch: summary(delays),
  };
}

const [address = '', sizes = ''] = process.argv.slice(2);
const node = await openStore(address, (message) => process.stderr.write(`${message}\n`));
const other = await openStore(address, (message) => process.stderr.write(`${message}\n`));
const steps: unknown[] = [];
let filled = 0;
for (const size of sizes.split(',').map(Number)) {
  const start = filled;
  const register = await concurrently(size - start, (i) =>
    node.catalog.put(entry(start + i), { audit: note }),
  );
  filled = size;
  steps.push({ ...(await measure(node, other, size)), register });
}
process.stdout.write(JSON.stringify(steps));
await node.close();
await other.close();
