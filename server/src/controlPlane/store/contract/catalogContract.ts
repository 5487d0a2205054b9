import { beforeEach, describe, expect, it, vi } from 'vitest';
import { policy, service } from '../../testing.ts';
import type { CatalogStore, Change, StoredEntry } from '../catalogStore.ts';
import { CursorError } from '../opaqueCursor.ts';
import { draft, type StoreFixture } from './storeFixture.ts';

/** What every catalog keeps to, whatever keeps its data. */
export function describeCatalog(use: () => StoreFixture): void {
  describe('the catalog', () => {
    let fixture: StoreFixture;
    let store: CatalogStore;
    beforeEach(async () => {
      fixture = use();
      store = (await fixture.open()).catalog;
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
        expect(await store.put(next, { ifVersion: 0 })).toMatchObject({
          outcome: 'conflict',
          entry: { version: 1 },
        });
        expect(await store.put(next, { ifVersion: 2 })).toMatchObject({
          outcome: 'conflict',
          entry: { version: 1 },
        });
        expect(await store.put(next, { ifVersion: 1 })).toMatchObject({
          outcome: 'updated',
          entry: { version: 2 },
        });
        expect(await store.put(draft(service('dev-health-new')), { ifVersion: 1 })).toEqual({
          outcome: 'conflict',
          entry: undefined,
        });
      });

      it('can be repeated when the answer was lost', async () => {
        const new_ = draft(service('dev-health-billing'));
        await store.put(new_, { ifVersion: 0 });
        expect(await store.put(new_, { ifVersion: 0 })).toMatchObject({
          outcome: 'unchanged',
          entry: { version: 1 },
        });
      });

      it('lets one of many writers of a version through', async () => {
        const others = await Promise.all([fixture.open(), fixture.open()]);
        const results = await Promise.all(
          [store, ...others.map(({ catalog }) => catalog)].map((each, i) =>
            each.put(draft(service('dev-health-billing', { replicas: i })), { ifVersion: 0 }),
          ),
        );
        expect(results.map(({ outcome }) => outcome).sort()).toEqual(['conflict', 'conflict', 'created']);
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
      await store.put({ ...key, actor: 'ada', source: 'first' });
      await store.put({ ...draft(service('dev-health-billing', { replicas: 3 })), source: 'second' });
      const history = await store.history(key);
      expect(history.map(({ version, actor, source }) => [version, actor, source])).toEqual([
        [2, undefined, 'second'],
        [1, 'ada', 'first'],
      ]);
      expect(history[1]?.manifest).toEqual(key.manifest);
    });

    it('tells who registered what is there now', async () => {
      const billing = draft(service('dev-health-billing'));
      await store.put({ ...billing, actor: 'ada' });
      expect(await store.get(billing)).toMatchObject({ actor: 'ada' });
      await store.put({ ...draft(service('dev-health-billing', { replicas: 3 })), actor: 'ben' });
      const { entries } = await store.search({}, { limit: 9 });
      expect(entries).toMatchObject([{ version: 2, actor: 'ben' }]);
    });

    it('pages through history, the latest version first', async () => {
      for (const replicas of [1, 2, 3, 4])
        await store.put(draft(service('dev-health-billing', { replicas })));
      const key = draft(service('dev-health-billing'));
      const versions = async (limit: number, before?: number) =>
        (await store.history(key, { limit, ...(before === undefined ? {} : { before }) })).map(
          ({ version }) => version,
        );
      expect(await versions(3)).toEqual([4, 3, 2]);
      expect(await versions(3, 2)).toEqual([1]);
      expect(await versions(3, 1)).toEqual([]);
    });

    it('counts what is in use, and tells which verticals have more or less of it', async () => {
      await fill('dev-health-billing', 'dev-health-clinic', 'prod-data-lake');
      await store.put(draft(policy('rails', {})));
      await store.put(draft(service('dev-health-billing', {}, { Vertical: 'data' })));
      await store.put(draft(service('dev-health-clinic', { replicas: 2 })));
      await store.retire(draft(service('prod-data-lake')));
      expect((await store.changes(0, 9)).map(({ name, recounted }) => [name, recounted])).toEqual([
        ['dev-health-billing', ['health']],
        ['dev-health-clinic', ['health']],
        ['prod-data-lake', ['data']],
        ['rails', undefined],
        ['dev-health-billing', ['health', 'data']],
        ['dev-health-clinic', undefined],
        ['prod-data-lake', ['data']],
      ]);
      const ofHealth = { kind: 'Service', environment: 'dev', vertical: 'health', count: 1 };
      expect(await store.count('health')).toEqual([ofHealth]);
      expect(await store.count("x' OR 1=1")).toEqual([]);
      const all = await store.count();
      expect(all).toHaveLength(3);
      expect(all).toEqual(
        expect.arrayContaining([
          ofHealth,
          { ...ofHealth, vertical: 'data' },
          { kind: 'Policy', environment: undefined, count: 1 },
        ]),
      );
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
        [{ text: 'l', kind: 'Policy' }, ['rails']],
        [{ text: 'ake', tag: 'Extra' }, ['test-data-lake']],
        [{ text: 'la', environment: 'dev', tag: 'Owner=team-data' }, ['dev-data-lake']],
        [{ text: 'data-lake', owner: 'team-health' }, []],
        [{ tag: 'Extra', environment: 'dev' }, []],
        [{ tag: 'Owner', vertical: 'data', since: 3 }, ['test-data-lake']],
        [{ text: 'of dev-health-billing', vertical: 'health' }, ['dev-health-billing']],
        [{ text: 'title of dev-health-billing\nteam', kind: 'Service' }, ['dev-health-billing']],
        // Each of their parts is there, but not in a row.
        [{ text: 'dev-data-lake-of' }, []],
        [{ text: 'title of dev-health-lake\nteam' }, []],
        [{ text: 'a-l a', environment: 'dev' }, []],
        [{ mentions: '"team-data"' }, ['dev-data-lake']],
        [{ mentions: '"health"', environment: 'prod' }, ['prod-health-billing']],
        [
          { mentions: '"team' },
          ['dev-data-lake', 'dev-health-billing', 'prod-health-billing', 'test-data-lake'],
        ],
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

      it('says so on the next pages too, though something changes or something else is asked', async () => {
        const first = await store.search({ vertical: 'data' }, { limit: 1 });
        const cursor = first.nextCursor ?? '';
        expect(await store.search({ vertical: 'data' }, { limit: 1, cursor })).toMatchObject({ total: 2 });
        expect(await store.search({ kind: 'Service' }, { limit: 1, cursor })).toMatchObject({ total: 4 });
        await fill('prod-data-lake');
        expect(await store.search({ vertical: 'data' }, { limit: 1, cursor })).toMatchObject({
          total: 3,
          revision: 6,
        });
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
        await store.retire(draft(service('dev-health-a')));
        const made = () => seen.filter(({ name }) => name !== 'dev-health-before');
        await vi.waitFor(() => expect(made()).toHaveLength(3), 60_000);
        stop();
        await fill('dev-health-after');
        await store.search({}, { limit: 1 });
        expect(made().map(({ name, version, retired }) => [name, version, retired])).toEqual([
          ['dev-health-a', 1, undefined],
          ['dev-health-b', 1, undefined],
          ['dev-health-a', 2, true],
        ]);
      });

      it('of another process are told too, each once and in order', async () => {
        const seen: number[] = [];
        store.watch((changes) => seen.push(...changes.map(({ revision }) => revision)));
        const { catalog: other } = await fixture.open();
        const names = Array.from({ length: 30 }, (_, i) => `dev-health-n${i}`);
        await Promise.all(names.map((name, i) => (i % 2 ? other : store).put(draft(service(name)))));
        await vi.waitFor(() => expect(seen).toHaveLength(30), { timeout: 120_000 });
        expect(seen).toEqual([...seen].sort((a, b) => a - b));
        expect(new Set(seen).size).toBe(30);
      });
    });

    it('has everything again when it is opened again', async () => {
      await fill('dev-health-billing');
      await fixture.closeAll();
      store = (await fixture.open()).catalog;
      expect(await namesOf({})).toEqual(['dev-health-billing']);
      expect(await store.revision()).toBe(1);
    });

    describe('retire', () => {
      const billing = () => draft(service('dev-health-billing'));

      it('takes an entry out of use and keeps its history', async () => {
        await store.put({ ...billing(), source: 'first' });
        const retired = await store.retire(billing(), { actor: 'ada', source: 'last' });
        const entry = { version: 2, actor: 'ada', source: 'last' };
        expect(retired).toMatchObject({ outcome: 'retired', entry });
        expect(await store.get(billing())).toBeUndefined();
        for (const query of [{}, { text: 'billing' }, { tag: 'Owner' }, { vertical: 'health' }]) {
          expect(await store.search(query, { limit: 9 })).toMatchObject({ total: 0, entries: [] });
        }
        expect(await store.history(billing())).toMatchObject([
          { version: 2, retired: true, actor: 'ada', source: 'last', manifest: billing().manifest },
          { version: 1, source: 'first' },
        ]);
      });

      it('is told to who follows by revision and asks for it', async () => {
        await fill('dev-health-a', 'dev-health-billing');
        await store.retire(billing());
        const { entries } = await store.search({ since: 2, includeRetired: true }, { limit: 9 });
        expect(entries).toMatchObject([
          { name: 'dev-health-billing', retiredAt: expect.stringMatching(/^20/) },
        ]);
      });

      it('says where there is nothing to retire, or another version', async () => {
        expect(await store.retire(billing())).toEqual({ outcome: 'absent' });
        await store.put(billing());
        expect(await store.retire(billing(), { ifVersion: 2 })).toMatchObject({
          outcome: 'conflict',
          entry: { version: 1 },
        });
        await store.retire(billing(), { ifVersion: 1 });
        expect(await store.retire(billing())).toEqual({ outcome: 'absent' });
      });

      it('can be undone by registering anew; versions count on', async () => {
        await store.put(billing());
        await store.retire(billing());
        expect(await store.put(billing(), { ifVersion: 1 })).toEqual({
          outcome: 'conflict',
          entry: undefined,
        });
        expect(await store.put(billing(), { ifVersion: 0 })).toMatchObject({
          outcome: 'created',
          entry: { version: 3 },
        });
        expect(await store.get(billing())).not.toHaveProperty('retiredAt');
        expect(await namesOf({ tag: 'Owner=team-health', text: 'billing' })).toEqual(['dev-health-billing']);
      });
    });

    describe('golden images', () => {
      const image = (version: string) =>
        draft({
          apiVersion: 'heady.systems/v1',
          kind: 'GoldenImage',
          metadata: { name: 'ubuntu-base' },
          spec: { version, os: { family: 'ubuntu' }, layers: [{ name: 'base' }], state: 'sealed' },
        });

      it('are kept side by side, one for each of their versions', async () => {
        for (const version of ['2.0.0', '1.0.0', '1.0.0']) await store.put(image(version));
        const { entries } = await store.search({ kind: 'GoldenImage' }, { limit: 9 });
        expect(entries.map(({ release, version }) => [release, version])).toEqual([
          ['1.0.0', 1],
          ['2.0.0', 1],
        ]);
        expect(await store.get(image('2.0.0'))).toMatchObject({ release: '2.0.0' });
      });

      it('are meant by name alone as the one registered last', async () => {
        for (const version of ['2.0.0', '1.0.0']) await store.put(image(version));
        const key = { kind: 'GoldenImage', name: 'ubuntu-base', environment: undefined };
        expect(await store.get(key)).toMatchObject({ release: '1.0.0' });
        await store.retire(image('1.0.0'));
        expect(await store.get(key)).toMatchObject({ release: '2.0.0' });
        expect(await store.history(key)).toHaveLength(2);
      });
    });

    it('loses no update of many writers', async () => {
      const { catalog: other } = await fixture.open();
      const key = draft(service('dev-health-counter', { replicas: 0 }));
      await store.put(key);
      const countUp = async (node: CatalogStore, times: number) => {
        for (let done = 0; done < times; ) {
          const entry = await node.get(key);
          const replicas = replicasOf(entry) + 1;
          const next = draft(service('dev-health-counter', { replicas }));
          const { outcome } = await node.put(next, { ifVersion: entry?.version ?? 0 });
          if (outcome === 'updated') done++;
        }
      };
      await Promise.all([store, other, store, other, store, other].map((node) => countUp(node, 10)));
      expect(await store.get(key)).toMatchObject({ version: 61, manifest: { spec: { replicas: 60 } } });
      expect(await store.history(key)).toHaveLength(61);
    });

    it.each([
      'a long one '.repeat(1_000),
      `'; DROP TABLE catalog_entry; --`,
      '"quoted" \\ ? $1 %_',
      'half a pair: \ud800',
      'NUL: \0',
    ])('takes what is odd for what it is: %.30s', async (odd) => {
      const entry = { ...draft(service('dev-health-odd')), title: odd, owner: odd, tags: { [odd]: odd } };
      await store.put(entry);
      const tag = odd.replaceAll('=', '');
      for (const query of [{ text: odd }, { owner: odd }, { tag }]) {
        expect(await namesOf(query)).toEqual(['dev-health-odd']);
      }
      expect(await namesOf({ text: `${odd}x` })).toEqual([]);
    });
  });
}

function replicasOf(entry: StoredEntry | undefined): number {
  return (entry?.manifest as { spec: { replicas: number } } | undefined)?.spec.replicas ?? Number.NaN;
}
