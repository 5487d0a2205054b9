import { beforeEach, describe, expect, it, vi } from 'vitest';
import { service } from '../../testing.ts';
import type { AuditEvent, AuditLink, AuditLog } from '../auditLog.ts';
import type { Store } from '../store.ts';
import { draft, type StoreFixture } from './storeFixture.ts';

const ALL = new Date(Date.now() + 86_400_000).toISOString();
const PATIENCE = { timeout: 120_000, interval: 50 };
const CLEANER = { actor: 'retention' };

function event(action: string, more: Partial<AuditEvent> = {}): AuditEvent {
  return { actor: 'ada', action, outcome: 'done', ...more };
}

/** What every audit log keeps to. That tampering is found is tested where rows can be tampered with. */
export function describeAuditLog(use: () => StoreFixture): void {
  describe('the audit log', () => {
    let store: Store;
    let log: AuditLog;
    beforeEach(async () => {
      store = await use().open();
      log = store.audit;
    });
    const linksOf = async () => {
      const links: AuditLink[] = [];
      for await (const link of log.links()) links.push(link);
      return links;
    };
    const actionsOf = async (...query: Parameters<AuditLog['query']>) =>
      (await log.query(...query)).map(({ action }) => action);

    it('gives back what was recorded, the latest first', async () => {
      const full: Required<AuditEvent> = {
        actor: 'ada@example.org',
        role: 'operator',
        action: 'catalog_register',
        target: 'heady://catalog/dev/Service/dev-x-y',
        environment: 'dev',
        vertical: 'health',
        outcome: 'created',
        node: 'node-1',
        correlation: 'c-1',
        details: { findings: [1, { a: null }], text: 'Grüße\n"quoted"\0' },
      };
      await log.append([event('first'), full]);
      const [last, first] = await log.query({}, 10);
      expect(last).toEqual({ ...full, seq: 2, at: expect.any(String), hash: expect.any(String) });
      expect(first).toEqual({ ...event('first'), seq: 1, at: expect.any(String), hash: expect.any(String) });
      expect(Date.parse(last?.at ?? '')).toBeCloseTo(Date.now(), -4);
    });

    it('is found by each of its fields, and page by page', async () => {
      await log.append([
        event('a', { actor: 'ada', target: 't', environment: 'prod', correlation: 'c' }),
        event('b', { actor: 'bob', vertical: 'health', outcome: 'refused' }),
        event('c', { actor: 'bob' }),
      ]);
      expect(await actionsOf({ actor: 'bob' }, 10)).toEqual(['c', 'b']);
      expect(await actionsOf({ actor: 'bob', outcome: 'refused' }, 10)).toEqual(['b']);
      for (const query of [
        { target: 't' },
        { environment: 'prod' },
        { correlation: 'c' },
        { action: 'a' },
      ] as const) {
        expect(await actionsOf(query, 10)).toEqual(['a']);
      }
      expect(await actionsOf({ vertical: 'health' }, 10)).toEqual(['b']);
      expect(await actionsOf({ actor: "' OR 1=1 --" }, 10)).toEqual([]);
      expect(await actionsOf({}, 2)).toEqual(['c', 'b']);
      expect(await actionsOf({ beforeSeq: 2 }, 2)).toEqual(['a']);
      expect(await actionsOf({ from: ALL }, 10)).toEqual([]);
      expect(await actionsOf({ until: ALL }, 10)).toHaveLength(3);
    });

    it('is one chain, however many nodes write at once', async () => {
      expect(await log.verify()).toMatchObject({ valid: true, records: 0, head: { seq: 0 } });
      const other = (await use().open()).audit;
      await Promise.all(
        Array.from({ length: 40 }, (_, i) => (i % 2 ? log : other).append([event(`${i}a`), event(`${i}b`)])),
      );
      expect(await log.verify()).toMatchObject({ valid: true, records: 80, head: { seq: 80 } });
      const actions = await actionsOf({}, 100);
      expect(new Set(actions).size).toBe(80);
    });

    it('keeps what a write says of itself together with the write', async () => {
      const audit = ({ outcome }: { outcome: string }) => event('register', { outcome });
      const billing = draft(service('dev-health-billing'));
      await store.catalog.put(billing, { audit });
      await store.catalog.put(draft(service('dev-health-billing', { replicas: 2 })), { ifVersion: 7, audit });
      await store.catalog.retire(billing, { audit });
      await store.secrets.put(
        { name: 's', environment: 'dev' },
        { bytes: new Uint8Array(1), keyId: 'k' },
        { audit },
      );
      const outcomes = (await log.query({}, 10)).map(({ outcome }) => outcome);
      expect(outcomes).toEqual(['created', 'retired', 'conflict', 'created']);
      const broken = () => {
        throw new Error('no record');
      };
      await expect(store.catalog.put(billing, { audit: broken })).rejects.toThrow('no record');
      expect(await store.catalog.get(billing)).toBeUndefined();
      expect(await log.verify()).toMatchObject({ valid: true, records: 4 });
    });

    it('keeps the others of a transaction that one write fails', async () => {
      const failing = () => {
        throw new Error('no record');
      };
      const names = ['a', 'b', 'c'].map((each) => draft(service(`dev-health-${each}`)));
      const results = await Promise.allSettled(
        names.map((each, i) => store.catalog.put(each, { audit: i === 1 ? failing : () => event('put') })),
      );
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect((await store.catalog.search({}, { limit: 9 })).total).toBe(2);
      expect(await log.verify()).toMatchObject({ valid: true, records: 2 });
    });

    it('shows that the end was not cut off, by a head noted before', async () => {
      await log.append([event('a'), event('b')]);
      const verdict = await log.verify();
      const head = verdict.valid ? verdict.head : expect.fail(verdict.reason);
      await log.append([event('c')]);
      expect(await log.verify(head)).toMatchObject({ valid: true });
      expect(await log.verify({ seq: 9, hash: head.hash })).toMatchObject({
        valid: false,
        reason: expect.stringContaining('9 was recorded once'),
      });
      expect(await log.verify({ seq: 1, hash: head.hash })).toMatchObject({ valid: false, seq: 1 });
    });

    it('gives the whole chain in order, as long as it is', async () => {
      await log.append(Array.from({ length: 2_500 }, (_, i) => event(`e${i}`)));
      const verdict = await log.verify();
      const records = await linksOf();
      expect(records.map((link) => ('record' in link ? link.record.seq : link))).toEqual(
        Array.from({ length: 2_500 }, (_, i) => i + 1),
      );
      expect(records.at(-1)).toMatchObject({ record: verdict.valid ? verdict.head : {} });
    });

    it('gives the chain with its gaps, and says when retention changes it meanwhile', async () => {
      await log.append(['media', 'health', 'media'].map((vertical) => event(vertical, { vertical })));
      const never = '1970-01-01T00:00:00.000Z';
      await log.prune({ before: ALL, verticals: { health: never } }, CLEANER);
      const before = await linksOf();
      expect(
        before.map((link) => ('gap' in link ? [link.gap.first, link.gap.last] : link.record.seq)),
      ).toEqual([[1, 1], 2, [3, 3], 4]);
      const reading = log.links()[Symbol.asyncIterator]();
      await reading.next();
      await log.prune({ before: ALL }, CLEANER);
      const rest = (async () => {
        while (!(await reading.next()).done);
      })();
      await expect(rest).rejects.toThrow(/Retention removed records .* Start again/);
    });

    it('tells of its growth, whoever writes', async () => {
      let told = 0;
      const stop = log.watch(() => told++);
      const other = (await use().open()).audit;
      await other.append([event('elsewhere')]);
      await vi.waitFor(() => expect(told).toBeGreaterThan(0), PATIENCE);
      const before = told;
      await log.append([event('last', { actor: 'bob' })]);
      await vi.waitFor(() => expect(told).toBeGreaterThan(before), PATIENCE);
      stop();
      const after = told;
      let others = 0;
      log.watch(() => others++);
      await log.append([event('unheard')]);
      await vi.waitFor(() => expect(others).toBeGreaterThan(0), PATIENCE);
      expect(told).toBe(after);
    });

    describe('retention', () => {
      it('removes what is due, says so in the chain, and leaves it whole', async () => {
        await log.append(Array.from({ length: 5 }, (_, i) => event(`old ${i}`)));
        expect(await log.prune({ before: ALL }, CLEANER)).toBe(5);
        await log.append([event('new')]);
        expect(await actionsOf({}, 10)).toEqual(['new', 'audit.prune']);
        expect(await log.verify()).toMatchObject({ valid: true, records: 2, head: { seq: 7 } });
      });

      it('removes nothing that is not due', async () => {
        await log.append([event('young')]);
        expect(await log.prune({ before: '2020-01-01T00:00:00.000Z' }, CLEANER)).toBe(0);
        expect(await actionsOf({}, 10)).toEqual(['young']);
      });

      it('keeps longer what a vertical asks for, and the chain around it', async () => {
        const never = '1970-01-01T00:00:00.000Z';
        const verticals = ['media', 'health', 'media', undefined, 'health', 'media'];
        await log.append(verticals.map((vertical) => event(String(vertical), vertical ? { vertical } : {})));
        expect(await log.prune({ before: ALL, verticals: { health: never } }, CLEANER)).toBe(4);
        expect(await actionsOf({}, 10)).toEqual(['audit.prune', 'health', 'health']);
        expect(await log.verify()).toMatchObject({ valid: true, records: 3 });
        expect(await log.prune({ before: never, verticals: { health: ALL } }, CLEANER)).toBe(2);
        expect(await log.verify()).toMatchObject({ valid: true, records: 2, head: { seq: 8 } });
        // Also the record of the first removal goes; the next one attests for all.
        expect(await log.prune({ before: ALL }, CLEANER)).toBe(2);
        expect(await log.verify()).toMatchObject({ valid: true, records: 1, head: { seq: 9 } });
      });

      it('removes thousands while others write', async () => {
        await log.append(Array.from({ length: 2_500 }, () => event('old')));
        const [removed] = await Promise.all([
          log.prune({ before: ALL }, CLEANER),
          log.append([event('meanwhile')]),
        ]);
        expect(removed).toBeGreaterThanOrEqual(2_500);
        expect(await log.verify()).toMatchObject({ valid: true });
      });
    });
  });
}
