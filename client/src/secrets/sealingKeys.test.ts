import { describe, expect, it } from 'vitest';
import { type Keychain, sealingKeys } from './sealingKeys.ts';

class MemoryKeychain implements Keychain {
  readonly kept: Map<string, string>;
  constructor(kept = new Map<string, string>()) {
    this.kept = kept;
  }
  keys = async () => [...this.kept.keys()];
  get = async (name: string) => this.kept.get(name);
  store = async (name: string, value: string) => void this.kept.set(name, value);
}

describe('sealingKeys', () => {
  it('makes a key the first time and finds it from then on', async () => {
    const keychain = new MemoryKeychain(new Map([['another', 'of somebody else']]));
    const first = await sealingKeys(keychain);
    expect(first).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(await sealingKeys(keychain)).toEqual(first);
    expect(keychain.kept.size).toBe(2);
    expect(await sealingKeys(new MemoryKeychain())).not.toEqual(first);
  });

  it('loses no key where two windows make one at the same time', async () => {
    const keychain = new MemoryKeychain();
    const [one, other] = await Promise.all([
      sealingKeys(keychain, new Date('2026-11-21T10:00:01Z')),
      sealingKeys(keychain, new Date('2026-11-21T10:00:00Z')),
    ]);
    const later = await sealingKeys(keychain);
    expect(later).toHaveLength(2);
    expect(later).toEqual(expect.arrayContaining([...(one ?? []), ...(other ?? [])]));
    expect(await sealingKeys(keychain)).toEqual(later);
  });

  it('makes none where the keychain cannot be read', async () => {
    const keychain = new MemoryKeychain();
    const locked = { ...keychain, keys: () => Promise.reject(new Error('locked')) };
    await expect(sealingKeys(locked)).rejects.toThrow('locked');
    expect(keychain.kept.size).toBe(0);
  });
});
