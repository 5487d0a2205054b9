import { describe, expect, it } from 'vitest';
import { type Keychain, makeSealingKey, sealingKeys } from './sealingKeys.ts';

class MemoryKeychain implements Keychain {
  readonly kept: Map<string, string>;
  constructor(kept = new Map<string, string>()) {
    this.kept = kept;
  }
  keys = async () => [...this.kept.keys()];
  get = async (name: string) => this.kept.get(name);
  store = async (name: string, value: string) => void this.kept.set(name, value);
}

describe('the key that seals secrets', () => {
  it('is made when it is asked for, once, and found from then on', async () => {
    const keychain = new MemoryKeychain(new Map([['another', 'of somebody else']]));
    expect(await sealingKeys(keychain)).toEqual([]);
    expect(await makeSealingKey(keychain)).toBe(true);
    const keys = await sealingKeys(keychain);
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(await makeSealingKey(keychain)).toBe(false);
    expect(await sealingKeys(keychain)).toEqual(keys);
  });

  it('is another for everybody', async () => {
    const [mine, yours] = [new MemoryKeychain(), new MemoryKeychain()];
    await Promise.all([makeSealingKey(mine), makeSealingKey(yours)]);
    expect(await sealingKeys(mine)).not.toEqual(await sealingKeys(yours));
  });

  it('is not lost where two windows make one at the same time: the first of them seals', async () => {
    const keychain = new MemoryKeychain();
    const [later, earlier] = ['2026-11-21T10:00:01Z', '2026-11-21T10:00:00Z'];
    await Promise.all([later, earlier].map((time) => makeSealingKey(keychain, new Date(time))));
    const [first] = [...keychain.kept].filter(([name]) => name.includes('10:00:00')).map(([, key]) => key);
    const keys = await sealingKeys(keychain);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(first);
  });

  it('is not made where the keychain cannot be read', async () => {
    const keychain = new MemoryKeychain();
    const locked = { ...keychain, keys: () => Promise.reject(new Error('locked')) };
    await expect(makeSealingKey(locked)).rejects.toThrow('locked');
    await expect(sealingKeys(locked)).rejects.toThrow('locked');
    expect(keychain.kept.size).toBe(0);
  });
});
