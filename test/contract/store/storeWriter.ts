// A process that writes as fast as it can and says what was acknowledged, until it is killed.
// usage: node storeWriter.ts STORE PREFIX
import { openStore } from '../../../server/src/controlPlane/openStore.ts';
import { draft } from '../../../server/src/controlPlane/store/contract/storeFixture.ts';
import { service } from '../../../server/src/controlPlane/testing.ts';

/** Writes under way at a time. */
const AT_A_TIME = 6;

const [address = '', prefix = ''] = process.argv.slice(2);
const store = await openStore(address, (message) => process.stderr.write(`${message}\n`));
let count = 0;

async function write(): Promise<never> {
  for (;;) {
    const name = `dev-health-${prefix}n${count++}`;
    await store.catalog.put(draft(service(name)), {
      ifVersion: 0,
      audit: ({ outcome }) => ({ actor: prefix, action: 'catalog_register', target: name, outcome }),
    });
    process.stdout.write(`${name}\n`);
  }
}

await Promise.all(Array.from({ length: AT_A_TIME }, write));
