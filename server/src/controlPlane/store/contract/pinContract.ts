import { beforeEach, describe, expect, it, vi } from 'vitest';
import { hashOf } from '../../pins/definition.ts';
import type { PinDraft, PinStore } from '../pinStore.ts';
import type { StoreFixture } from './storeFixture.ts';

const ADA = { actor: 'ada' };

function tool(name: string, description = 'Reads.', server = 'files'): PinDraft {
  const definition = { name, description, inputSchema: { type: 'object' } };
  return { server, kind: 'tools', name, hash: hashOf(definition) ?? '', definition };
}

/** What every store of decisions about MCP servers keeps to. */
export function describePins(use: () => StoreFixture): void {
  describe('pins', () => {
    let pins: PinStore;
    beforeEach(async () => {
      pins = (await use().open()).pins;
    });

    it('keep who decided what about which definition, as it was', async () => {
      const read = tool('read', 'Odd \0 and \ud800 text, 💥');
      expect(await pins.decide([read], 'approved', ADA)).toEqual({ changed: 1 });
      const decidedAt = expect.stringMatching(/^20.*Z$/);
      expect(await pins.list({ limit: 10 })).toEqual([
        { ...read, decision: 'approved', actor: 'ada', decidedAt },
      ]);
      await use().closeAll();
      expect(await (await use().open()).pins.list({ limit: 10 })).toHaveLength(1);
    });

    it('may be several of one name, each decided about by itself', async () => {
      const [one, other] = [tool('read'), tool('read', 'Reads, differently.')];
      await pins.decide([one, other], 'approved', ADA);
      await pins.decide([one], 'rejected', { actor: 'bob' });
      const decided = await pins.list({ server: 'files', limit: 10 });
      expect(decided).toHaveLength(2);
      expect(decided.find(({ hash }) => hash === one.hash)).toMatchObject({
        decision: 'rejected',
        actor: 'bob',
      });
      expect(decided.find(({ hash }) => hash === other.hash)).toMatchObject({ decision: 'approved' });
    });

    it('count what holds differently, and leave the rest with whoever decided it', async () => {
      await pins.decide([tool('a')], 'approved', ADA);
      expect(await pins.decide([tool('a'), tool('b')], 'approved', { actor: 'bob' })).toEqual({ changed: 1 });
      expect((await pins.list({ limit: 10 })).map(({ name, actor }) => [name, actor])).toEqual([
        ['a', 'ada'],
        ['b', 'bob'],
      ]);
    });

    it('are taken back, and can be decided again', async () => {
      expect(await pins.decide([tool('a')], undefined, ADA)).toEqual({ changed: 0 });
      await pins.decide([tool('a')], 'rejected', ADA);
      expect(await pins.decide([tool('a')], undefined, ADA)).toEqual({ changed: 1 });
      expect(await pins.list({ limit: 10 })).toEqual([]);
      expect(await pins.decide([tool('a')], 'approved', ADA)).toEqual({ changed: 1 });
    });

    it('are listed page by page, also of one server', async () => {
      const drafts = ['a', 'b', 'c'].flatMap((name) => [tool(name), tool(name, 'Reads.', 'memory')]);
      await pins.decide(drafts, 'approved', ADA);
      const names: string[] = [];
      let after: PinDraft | undefined;
      for (;;) {
        const page = await pins.list({ limit: 2, ...(after ? { after } : {}) });
        names.push(...page.map(({ server, name }) => `${server} ${name}`));
        after = page.at(-1);
        if (page.length < 2) break;
      }
      expect(names).toEqual(['files a', 'files b', 'files c', 'memory a', 'memory b', 'memory c']);
      expect(await pins.list({ server: 'memory', limit: 10 })).toHaveLength(3);
      expect(await pins.list({ server: 'mem', limit: 10 })).toEqual([]);
    });

    it('leave a record in the audit log, with what they changed', async () => {
      const store = await use().open();
      const audit = ({ changed }: { changed: number }) => ({
        actor: 'ada',
        action: 'pin_decide',
        outcome: `${changed} changed`,
      });
      await store.pins.decide([tool('a'), tool('b')], 'approved', { ...ADA, audit });
      expect(await store.audit.query({ action: 'pin_decide' }, 10)).toMatchObject([{ outcome: '2 changed' }]);
    });

    it('of many writers all count, and every node is told of every server', async () => {
      const { pins: other } = await use().open();
      const told = new Set<string>();
      const stop = pins.watch((servers) => {
        for (const server of servers) told.add(server);
      });
      const servers = Array.from({ length: 12 }, (_, i) => `server-${i}`);
      await Promise.all(
        servers.map((server, i) => (i % 2 ? pins : other).decide([tool('a', 'x', server)], 'approved', ADA)),
      );
      await vi.waitFor(() => expect([...told].sort()).toEqual([...servers].sort()), 120_000);
      told.clear();
      await other.decide([tool('a', 'x', 'server-3')], undefined, ADA);
      await vi.waitFor(() => expect([...told]).toEqual(['server-3']), 10_000);
      stop();
      await pins.decide([tool('a', 'x', 'server-4')], 'rejected', ADA);
      await pins.decide([tool('a', 'x', 'server-4')], 'approved', ADA);
      expect([...told]).toEqual(['server-3']);
    });
  });
}
