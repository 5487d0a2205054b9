import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { documentOf, draftOf } from '../gate/draft.ts';
import { policy, service } from '../testing.ts';
import { type CatalogStore, type Change, CursorError, type EntryDraft } from './catalogStore.ts';

/** Data that stores are opened on: each `open` is a process of its own. */
export interface Backend {
  open(): Promise<CatalogStore>;
  dispose(): Promise<void>;
}

/** What every store keeps to, whatever keeps its data. */
export function describeCatalogStore(name: string, makeBackend: () => Promise<Backend>): void {
  describe(name, () => {
    let backend: Backend;
    let store: CatalogStore;
    beforeEach(async () => {
      backend = await makeBackend();
      store = await backend.open();
    });
    afterEach(async () => {
      await store.close();
      await backend.dispose();
    });
    const fill = async (...names: string[]) => {
      for (const each of names) await store.put(draft(service(each)));
    };
    const namesOf = async (query: Parameters<CatalogStore['search']>[0]) =>
      (await store.search(query, { limit: 100 })).entries.map((entry) => entry.name);

    describe('put', () => {
      it('creates, updates and leaves alone what is the same', async () => {
        const first = await store.put(draft(service('dev-health-billing')));
        const same = await store.put(draft(service('dev-health-billing')));
        const changed = await store.put(draft(service('dev-health-billing', { replicas: 3 })));
        expect([first, same, changed].map(({ outcome, entry }) => [outcome, entry?.version])).toEqual([
          ['created', 1],
          ['unchanged', 1],
          ['updated', 2],
        ]);
      });

      it('does not take another order of fields for a change', async () => {
        await store.put(draft({ ...service('dev-health-billing') }));
        const { spec, metadata, kind, apiVersion } = service('dev-health-billing');
        expect((await store.put(draft({ spec, metadata, kind, apiVersion }))).outcome).toBe('unchanged');
      });

      it('keeps one name in two environments apart', async () => {
        const prod = { ...draft(service('dev-health-billing')), environment: 'prod' as const };
        await fill('dev-health-billing');
        expect((await store.put(prod)).outcome).toBe('created');
        expect((await store.get(prod))?.environment).toBe('prod');
      });

      it('is a conflict where another version is there than expected', async () => {
        await fill('dev-health-billing');
        const next = draft(service('dev-health-billing', { replicas: 3 }));
        expect(await store.put(next, 0)).toMatchObject({ outcome: 'conflict', entry: { version: 1 } });
        expect(await store.put(next, 2)).toMatchObject({ outcome: 'conflict', entry: { version: 1 } });
        expect(await store.put(next, 1)).toMatchObject({ outcome: 'updated', entry: { version: 2 } });
        expect(await store.put(draft(service('dev-health-new')), 1)).toEqual({
          outcome: 'conflict',
          entry: undefined,
        });
      });

      it('can be repeated when the answer was lost', async () => {
        const new_ = draft(service('dev-health-billing'));
        await store.put(new_, 0);
        expect(await store.put(new_, 0)).toMatchObject({ outcome: 'unchanged', entry: { version: 1 } });
      });

      it('lets one of many writers of a version through', async () => {
        const others = await Promise.all([backend.open(), backend.open()]);
        const results = await Promise.all(
          [store, ...others].map((each, i) =>
            each.put(draft(service('dev-health-billing', { replicas: i })), 0),
          ),
        );
        expect(results.map(({ outcome }) => outcome).sort()).toEqual(['conflict', 'conflict', 'created']);
        for (const each of others) await each.close();
      });
    });

    it('gives back what was put, all of it', async () => {
      const manifest = service('dev-health-billing', {
        env: { GREETING: 'Grüße 👋 "quoted"\n', __proto__x: '' },
      });
      const { entry } = await store.put({ ...draft(manifest), source: 'a test' });
      expect(await store.get({ kind: 'Service', name: 'dev-health-billing', environment: 'dev' })).toEqual(
        entry,
      );
      expect(entry).toMatchObject({
        manifest,
        title: 'Title of dev-health-billing',
        vertical: 'health',
        owner: 'team-health',
        sensitivity: 'internal',
        source: 'a test',
        revision: 1,
      });
      expect(Date.parse(entry?.registeredAt ?? '')).toBeCloseTo(Date.now(), -4);
    });

    it('keeps every version', async () => {
      const key = draft(service('dev-health-billing'));
      await store.put({ ...key, source: 'first' });
      await store.put({ ...draft(service('dev-health-billing', { replicas: 3 })), source: 'second' });
      const history = await store.history(key);
      expect(history.map(({ version, source }) => [version, source])).toEqual([
        [2, 'second'],
        [1, 'first'],
      ]);
      expect(history[1]?.manifest).toEqual(key.manifest);
    });

    describe('search', () => {
      beforeEach(async () => {
        await fill('dev-health-billing', 'prod-health-billing', 'dev-data-lake');
        await store.put(draft(service('test-data-lake', {}, { Owner: 'team-Ärzte', Extra: '' })));
        await store.put(draft(policy('rails', {})));
      });

      it.each([
        [{}, ['rails', 'dev-data-lake', 'dev-health-billing', 'prod-health-billing', 'test-data-lake']],
        [{ kind: 'Policy' }, ['rails']],
        [{ environment: 'dev' }, ['dev-data-lake', 'dev-health-billing']],
        [{ environment: 'none' }, ['rails']],
        [{ vertical: 'health' }, ['dev-health-billing', 'prod-health-billing']],
        [{ vertical: 'health', environment: 'prod' }, ['prod-health-billing']],
        [{ owner: 'team-data' }, ['dev-data-lake']],
        [{ text: 'BILL' }, ['dev-health-billing', 'prod-health-billing']],
        [{ text: 'ÄRZTE' }, ['test-data-lake']],
        [{ text: '%' }, []],
        [{ tag: 'Extra' }, ['test-data-lake']],
        [{ tag: 'Extra=' }, ['test-data-lake']],
        [{ tag: 'Owner=team-health' }, ['dev-health-billing', 'prod-health-billing']],
        [{ tag: "Owner' OR 1=1" }, []],
        [{ since: 3 }, ['rails', 'test-data-lake']],
        [{ since: 5 }, []],
      ] as const)('finds by %j', async (query, names) => {
        expect(await namesOf(query)).toEqual(names);
      });

      it('pages through all, in order, whatever is added meanwhile', async () => {
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await store.search({ kind: 'Service' }, { limit: 2, ...(cursor ? { cursor } : {}) });
          seen.push(...page.entries.map((entry) => entry.name));
          cursor = page.nextCursor;
          await fill('dev-aaa-early', 'test-zzz-late');
        } while (cursor);
        expect(seen).toEqual([
          'dev-data-lake',
          'dev-health-billing',
          'prod-health-billing',
          'test-data-lake',
          'test-zzz-late',
        ]);
      });

      it('says how many match on all pages, and no cursor on the last', async () => {
        expect(await store.search({ vertical: 'data' }, { limit: 1 })).toMatchObject({
          total: 2,
          revision: 5,
        });
        expect(await store.search({ vertical: 'data' }, { limit: 2 })).not.toHaveProperty('nextCursor');
      });

      it('refuses a cursor that it did not give', async () => {
        for (const cursor of ['', 'x', '💥', Buffer.from('[1,2,3]').toString('base64url')]) {
          await expect(store.search({}, { limit: 1, cursor })).rejects.toThrow(CursorError);
        }
      });
    });

    describe('changes', () => {
      it('are numbered in the order in which they were made', async () => {
        expect(await store.revision()).toBe(0);
        await fill('dev-health-a', 'dev-health-b', 'dev-health-a');
        await store.put(draft(service('dev-health-a', { replicas: 9 })));
        expect(
          (await store.changes(1, 10)).map(({ name, version, revision }) => [name, version, revision]),
        ).toEqual([
          ['dev-health-b', 1, 2],
          ['dev-health-a', 2, 3],
        ]);
        expect(await store.changes(0, 1)).toHaveLength(1);
        expect(await store.revision()).toBe(3);
      });

      it('are told to those who watch, from then on, until they stop', async () => {
        await fill('dev-health-before');
        const seen: Change[] = [];
        const stop = store.watch((changes) => seen.push(...changes));
        await fill('dev-health-a', 'dev-health-a', 'dev-health-b');
        stop();
        await fill('dev-health-after');
        expect(seen.map(({ name }) => name)).toEqual(['dev-health-a', 'dev-health-b']);
      });

      it('of another process are told too', async () => {
        const seen: string[] = [];
        store.watch((changes) => seen.push(...changes.map(({ name }) => name)));
        const other = await backend.open();
        await other.put(draft(service('dev-health-theirs')));
        await vi.waitFor(() => expect(seen).toEqual(['dev-health-theirs']), { timeout: 5_000 });
        await other.close();
      });
    });

    it('has everything again when it is opened again', async () => {
      await fill('dev-health-billing');
      await store.close();
      store = await backend.open();
      expect(await namesOf({})).toEqual(['dev-health-billing']);
      expect(await store.revision()).toBe(1);
    });
  });
}

function draft(manifest: Record<string, unknown>): EntryDraft {
  const document = documentOf(manifest);
  const made = document && draftOf(document, undefined);
  if (!made) throw new Error('The test manifest has no kind or name.');
  return made;
}
