import { beforeEach, describe, expect, it } from 'vitest';
import type { SecretStore } from '../secretStore.ts';
import type { StoreFixture } from './storeFixture.ts';

const PASSWORD = { name: 'database-password', environment: 'dev' } as const;
const sealed = (text: string, keyId = 'key-1') => ({ bytes: new TextEncoder().encode(text), keyId });

/** What every store of secrets keeps to. */
export function describeSecrets(use: () => StoreFixture): void {
  describe('secrets', () => {
    let secrets: SecretStore;
    beforeEach(async () => {
      secrets = (await use().open()).secrets;
    });

    it('keep every byte', async () => {
      const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
      await secrets.put(PASSWORD, { bytes, keyId: 'key-1' });
      expect(await secrets.get(PASSWORD)).toEqual({
        ...PASSWORD,
        bytes,
        keyId: 'key-1',
        version: 1,
        updatedAt: expect.stringMatching(/^20.*Z$/),
      });
      expect(await secrets.get({ ...PASSWORD, environment: 'prod' })).toBeUndefined();
      expect(await secrets.get({ ...PASSWORD, environment: undefined })).toBeUndefined();
    });

    it('are listed without their values, also by the key that seals them', async () => {
      await secrets.put({ name: 'b', environment: undefined }, sealed('x', 'key-2'));
      await secrets.put({ name: 'a', environment: 'prod' }, sealed('y'));
      const list = await secrets.list();
      expect(list.map(({ name, environment }) => [name, environment])).toEqual([
        ['a', 'prod'],
        ['b', undefined],
      ]);
      expect(list.every((each) => !('bytes' in each))).toBe(true);
      expect((await secrets.list('key-2')).map(({ name }) => name)).toEqual(['b']);
    });

    it('are changed by one of many writers of a version', async () => {
      const { secrets: other } = await use().open();
      await secrets.put(PASSWORD, sealed('first'));
      const results = await Promise.all(
        [secrets, other, secrets].map((each, i) => each.put(PASSWORD, sealed(`${i}`), { ifVersion: 1 })),
      );
      expect(results.map(({ outcome }) => outcome).sort()).toEqual(['conflict', 'conflict', 'updated']);
      expect(await secrets.get(PASSWORD)).toMatchObject({ version: 2 });
    });

    it('are sealed anew with their version and time, unless they changed meanwhile', async () => {
      const store = await use().open();
      await secrets.put(PASSWORD, sealed('first'));
      const before = await secrets.get(PASSWORD);
      const event = { actor: 'ada', action: 'reseal', target: 'database-password', outcome: 'resealed' };
      const audit = (done: boolean) => (done ? event : undefined);
      expect(await secrets.reseal(PASSWORD, sealed('again', 'key-2'), { version: 1, audit })).toBe(true);
      expect(await secrets.get(PASSWORD)).toEqual({ ...before, ...sealed('again', 'key-2') });
      expect(await secrets.reseal(PASSWORD, sealed('late', 'key-3'), { version: 2, audit })).toBe(false);
      expect(await secrets.get(PASSWORD)).toMatchObject({ keyId: 'key-2' });
      await secrets.remove(PASSWORD);
      expect(await secrets.reseal(PASSWORD, sealed('gone', 'key-3'), { version: 2, audit })).toBe(false);
      expect(await secrets.get(PASSWORD)).toBeUndefined();
      expect(await store.audit.query({ action: 'reseal' }, 10)).toHaveLength(1);
    });

    it('are gone once removed; versions count on', async () => {
      await secrets.put(PASSWORD, sealed('first'));
      expect(await secrets.remove(PASSWORD, { ifVersion: 3 })).toMatchObject({ outcome: 'conflict' });
      expect(await secrets.remove(PASSWORD, { ifVersion: 1 })).toEqual({ outcome: 'removed' });
      expect(await secrets.remove(PASSWORD)).toEqual({ outcome: 'absent' });
      expect(await secrets.get(PASSWORD)).toBeUndefined();
      expect(await secrets.list()).toEqual([]);
      expect(await secrets.put(PASSWORD, sealed('again'), { ifVersion: 0 })).toMatchObject({
        outcome: 'created',
        secret: { version: 3 },
      });
    });
  });
}
