import { draft } from '../store/contract/storeFixture.ts';
import type { Store } from '../store/store.ts';
import { service } from '../testing.ts';
import { RESTORED } from './load.ts';

/** Leaves something of every kind in a store: versions, what is retired, releases, gaps, odd characters, secrets. */
export async function fill(store: Store): Promise<void> {
  const { catalog, audit, secrets } = store;
  const noted = (target: string) => () => ({
    actor: 'ada',
    action: 'catalog_register',
    target,
    outcome: 'created',
  });
  for (const name of ['dev-health-a', 'dev-health-b', 'prod-health-a']) {
    await catalog.put(draft(service(name)), { audit: noted(name) });
  }
  await catalog.put(draft(service('dev-health-a', { image: 'ü 💥 "quoted"\n\u0001' })), {
    audit: noted('a'),
  });
  await catalog.put(draft({ kind: 'GoldenImage', metadata: { name: 'base' }, spec: { version: '1.2.0' } }));
  const retired = draft(service('dev-health-gone'));
  await catalog.put(retired);
  await catalog.retire(retired);
  await Promise.all(Array.from({ length: 260 }, (_, i) => catalog.put(draft(service(`test-many-n${i}`)))));
  await audit.append([{ actor: 'ö', action: 'x', outcome: 'done', details: { list: [1, null, 'two'] } }]);
  const before = new Date(Date.now() + 60_000).toISOString();
  await audit.prune({ before, verticals: {} }, { actor: 'retention' });
  await audit.append([{ actor: 'ada', action: 'y', outcome: 'done' }]);
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  await secrets.put({ name: 'password', environment: 'prod' }, { bytes, keyId: 'key-1' });
  await secrets.put({ name: 'gone', environment: undefined }, { bytes, keyId: 'key-1' });
  await secrets.remove({ name: 'gone', environment: undefined });
}

/** All that a store tells, except that it was restored. */
export async function contentOf({ catalog, audit, secrets }: Store) {
  const found = await catalog.search({ includeRetired: true }, { limit: 1_000 });
  const histories = [];
  for (const entry of found.entries) histories.push(await catalog.history(entry));
  const records = await audit.query({}, 1_000_000);
  const infos = await secrets.list();
  const values = [];
  for (const info of infos) values.push(await secrets.get(info));
  const { valid } = await audit.verify();
  return {
    revision: await catalog.revision(),
    entries: found.entries,
    histories,
    changes: await catalog.changes(0, 1_000_000),
    byText: (await catalog.search({ text: 'health-a' }, { limit: 9 })).entries,
    byTag: (await catalog.search({ tag: 'Vertical=health' }, { limit: 9 })).entries,
    byShortText: (await catalog.search({ text: 'n2' }, { limit: 1 })).total,
    records: records.filter(({ action }) => action !== RESTORED),
    valid,
    secrets: values,
  };
}
