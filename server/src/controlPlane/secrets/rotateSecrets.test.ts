import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenedStore, openStore } from '../openStore.ts';
import type { SecretInfo, SecretKey } from '../store/secretStore.ts';
import { KeyRing } from './keyRing.ts';
import { openSecret } from './openSecret.ts';
import { rotateSecrets } from './rotateSecrets.ts';
import { Vault } from './vault.ts';

const OLD = 'the key before, of 32 bytes or more';
const NEW = 'the key to come, of 32 bytes or more';
const LOST = 'a key that somebody lost, 32 bytes or more';
const RING = new KeyRing([NEW, OLD]);
const ID = { old: new KeyRing([OLD]).current.id, lost: new KeyRing([LOST]).current.id };

let folder: string;
let store: OpenedStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heady-rotation-'));
  store = await openStore(`sqlite:${join(folder, 'catalog.db')}`, () => {});
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const eventOf = ({ name, keyId }: SecretInfo) => ({
  actor: 'ada',
  action: 'rotate-secrets',
  target: name,
  outcome: 'resealed',
  details: { from: keyId },
});
const rotate = () => rotateSecrets(store.secrets, RING, eventOf);
const set = (secret: SecretKey, value: string, key = OLD) =>
  new Vault(store.secrets, new KeyRing([key])).set(secret, value);

async function opened(secret: SecretKey, ring = RING): Promise<string> {
  const sealed = await store.secrets.get(secret);
  const value = sealed && openSecret(ring, sealed);
  return value instanceof Uint8Array ? Buffer.from(value).toString() : `closed: ${value}`;
}

const secret = (name: string, environment: SecretKey['environment'] = undefined) => ({ name, environment });

describe('a rotation', () => {
  it('seals all with the current key, and leaves values, versions and times', async () => {
    const secrets = Array.from({ length: 150 }, (_, i) => secret(`s${i}`, i % 2 ? 'dev' : undefined));
    await Promise.all(secrets.map((each, i) => set(each, `value ${i}`)));
    await set(secret('new'), 'as it is', NEW);
    const before = await store.secrets.list();
    expect(await rotate()).toEqual({ resealed: 150, current: 1, closed: [] });
    expect(await store.secrets.list()).toEqual(before.map((each) => ({ ...each, keyId: RING.current.id })));
    for (const [i, each] of secrets.entries())
      expect(await opened(each, new KeyRing([NEW]))).toBe(`value ${i}`);
    expect(await store.audit.query({ action: 'rotate-secrets' }, 500)).toHaveLength(150);
    expect((await store.audit.verify()).valid).toBe(true);
    expect(await rotate()).toEqual({ resealed: 0, current: 151, closed: [] });
  });

  it('leaves what it cannot open as it is, and says which', async () => {
    await set(secret('lost', 'prod'), 'value', LOST);
    await set(secret('whole'), 'value');
    await set(secret('swapped'), 'value');
    const whole = await store.secrets.get(secret('whole'));
    if (!whole) throw new Error('It was not kept.');
    await store.secrets.put(secret('swapped'), whole);
    const before = await Promise.all(
      ['lost', 'swapped'].map((name) =>
        store.secrets.get(secret(name, name === 'lost' ? 'prod' : undefined)),
      ),
    );
    const { resealed, closed } = await rotate();
    expect(resealed).toBe(1);
    expect(closed.map(({ secret: { name, keyId }, why }) => [name, keyId, why])).toEqual([
      ['lost', ID.lost, 'no key'],
      ['swapped', ID.old, 'damaged'],
    ]);
    expect(await store.secrets.get(secret('lost', 'prod'))).toEqual(before[0]);
    expect(await store.secrets.get(secret('swapped'))).toEqual(before[1]);
  });

  it('overwrites nothing that is set, removed or sealed anew meanwhile', async () => {
    for (const name of ['changed', 'removed', 'late', 'rotated']) await set(secret(name), 'before');
    const { secrets } = store;
    const meanwhile: Record<string, () => Promise<unknown>> = {
      changed: () => set(secret('changed'), 'after'),
      removed: () => secrets.remove(secret('removed')),
      rotated: () => rotate(),
    };
    const disturbed = Object.create(secrets, {
      reseal: {
        value: async (...args: Parameters<typeof secrets.reseal>) => {
          const { name } = args[0];
          const disturb = meanwhile[name];
          delete meanwhile[name];
          await disturb?.();
          return await secrets.reseal.apply(secrets, args);
        },
      },
      get: { value: secrets.get.bind(secrets) },
      list: { value: secrets.list.bind(secrets) },
    });
    expect((await rotateSecrets(disturbed, RING, eventOf)).closed).toEqual([]);
    expect(await opened(secret('changed'))).toBe('after');
    expect(await secrets.get(secret('removed'))).toBeUndefined();
    expect(await opened(secret('late'))).toBe('before');
    expect(await secrets.list(ID.old)).toEqual([]);
  });

  it('also reaches what a node that knows only the older key sets meanwhile', async () => {
    await set(secret('first'), 'value');
    const { secrets } = store;
    let lists = 0;
    const busy = Object.create(secrets, {
      list: {
        value: async () => {
          if (++lists === 2) await set(secret('second'), 'value');
          return await secrets.list();
        },
      },
      get: { value: secrets.get.bind(secrets) },
      reseal: { value: secrets.reseal.bind(secrets) },
    });
    expect(await rotateSecrets(busy, RING, eventOf)).toMatchObject({ resealed: 2 });
    expect(await secrets.list(ID.old)).toEqual([]);
  });
});
