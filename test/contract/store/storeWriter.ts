// A process that writes as fast as it can and says what was acknowledged, until it is killed.
// usage: node storeWriter.ts STORE PREFIX
import { openStore } from '../../../server/src/controlPlane/openStore.ts';
import type { Store } from '../../../server/src/controlPlane/store/store.ts';

/** Writes under way at a time. */
const AT_A_TIME = 6;

const ENVIRONMENT = 'dev';

/** One sort of write each, every one with its audit record. */
const WRITES: Readonly<Record<string, (store: Store, name: string, action: string) => Promise<unknown>>> = {
  entry: ({ catalog }, name, action) =>
    catalog.put(
      { kind: 'Service', name, environment: ENVIRONMENT, tags: { Owner: name }, manifest: { name } },
      { ifVersion: 0, audit: ({ outcome }) => ({ actor: 'writer', action, target: name, outcome }) },
    ),
  secret: ({ secrets }, name, action) =>
    secrets.put(
      { name, environment: ENVIRONMENT },
      { bytes: new TextEncoder().encode(name), keyId: 'key' },
      { ifVersion: 0, audit: ({ outcome }) => ({ actor: 'writer', action, target: name, outcome }) },
    ),
  note: ({ audit }, name, action) =>
    audit.append([{ actor: 'writer', action, target: name, outcome: 'noted' }]),
};

const [address = '', prefix = ''] = process.argv.slice(2);
const store = await openStore(address, (message) => process.stderr.write(`${message}\n`));
const sorts = Object.entries(WRITES);
let count = 0;

async function write(): Promise<never> {
  for (;;) {
    const number = count++;
    const [sort, run] = sorts[number % sorts.length] ?? sorts[0] ?? [];
    if (!sort || !run) throw new Error('There is nothing to write.');
    const name = `${prefix}n${number}`;
    await run(store, name, sort);
    process.stdout.write(`${sort} ${name}\n`);
  }
}

await Promise.all(Array.from({ length: AT_A_TIME }, write));
