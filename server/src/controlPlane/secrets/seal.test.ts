import { describe, expect, it } from 'vitest';
import { KeyRing } from './keyRing.ts';
import { openSecret } from './openSecret.ts';
import { seal, unseal } from './seal.ts';

const KEY = 'a key of the tests, 32 bytes or more';
const OTHER_KEY = 'another key of the tests, as long as that';
const PASSWORD = { name: 'health/db', environment: 'prod' } as const;
const VALUE = new TextEncoder().encode('grün "and" secret\n');
const info = { version: 1, updatedAt: '2026-11-21T10:00:00.000Z' };

describe('a sealed value', () => {
  const { current } = new KeyRing([KEY]);

  it('opens with its key, for its secret', () => {
    for (const value of [VALUE, new Uint8Array(), new Uint8Array(65_536).fill(7)]) {
      expect(Buffer.compare(unseal(PASSWORD, seal(PASSWORD, value, current), current), value)).toBe(0);
    }
  });

  it('is another each time, and holds nothing of the value', () => {
    const [first, second] = [seal(PASSWORD, VALUE, current), seal(PASSWORD, VALUE, current)];
    expect(first.bytes).not.toEqual(second.bytes);
    expect(Buffer.from(first.bytes).includes('secret')).toBe(false);
  });

  it.each([
    ['name', { name: 'health/db2', environment: 'prod' }],
    ['environment', { name: 'health/db', environment: 'stage' }],
    ['environment, of none', { name: 'health/db', environment: undefined }],
  ] as const)('does not open under another %s', (_, secret) => {
    expect(() => unseal(secret, seal(PASSWORD, VALUE, current), current)).toThrow();
  });

  it('does not open under the name of another key, nor with it', () => {
    const sealed = seal(PASSWORD, VALUE, current);
    expect(() => unseal(PASSWORD, sealed, { ...current, id: 'another' })).toThrow();
    expect(() => unseal(PASSWORD, sealed, new KeyRing([OTHER_KEY]).current)).toThrow();
  });

  it('does not open when a bit of it changed, or some of it is missing', () => {
    const { bytes, keyId } = seal(PASSWORD, VALUE, current);
    for (let at = 0; at < bytes.length; at++) {
      const changed = Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ 1 : byte));
      expect(() => unseal(PASSWORD, { bytes: changed, keyId }, current)).toThrow();
      expect(() => unseal(PASSWORD, { bytes: bytes.slice(0, at), keyId }, current)).toThrow();
    }
  });
});

describe('a key ring', () => {
  const old = new KeyRing([OTHER_KEY]);

  it('seals with its first key and opens what any of them sealed', () => {
    const ring = new KeyRing([KEY, OTHER_KEY]);
    expect(ring.current.id).toBe(new KeyRing([KEY]).current.id);
    const sealed = { ...PASSWORD, ...info, ...seal(PASSWORD, VALUE, old.current) };
    expect(openSecret(ring, sealed)).toEqual(Buffer.from(VALUE));
  });

  it('tells a key that is missing from a value that is damaged', () => {
    const sealed = { ...PASSWORD, ...info, ...seal(PASSWORD, VALUE, old.current) };
    expect(openSecret(new KeyRing([KEY]), sealed)).toBe('no key');
    expect(openSecret(old, { ...sealed, bytes: sealed.bytes.slice(1) })).toBe('damaged');
  });

  it('names keys by what tells nothing of them, the same at every start', () => {
    expect(old.current.id).toMatch(/^[0-9a-f]{16}$/);
    expect(old.current.id).toBe(new KeyRing([OTHER_KEY]).current.id);
    expect(old.current.id).not.toBe(new KeyRing([KEY]).current.id);
    const sealing = old.current.key.export().toString('hex');
    expect(sealing).not.toContain(old.current.id);
    expect(sealing).not.toBe(Buffer.from(OTHER_KEY).toString('hex'));
  });

  it('takes no key that could be guessed, nor none', () => {
    expect(() => new KeyRing(['x'.repeat(31)])).toThrow(/shorter than 32 bytes/);
    expect(() => new KeyRing([])).toThrow(/needs a key/);
  });
});
