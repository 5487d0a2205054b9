import type { SealedValue, SecretKey } from '../store/secretStore.ts';
import type { KeyRing } from './keyRing.ts';
import { unseal } from './seal.ts';

/** Why a value stays closed. */
export type Closed = 'no key' | 'damaged';

/**
 * Opens a value. All that ever does goes through here: what calls it answers for where the value goes, and
 * `.dependency-cruiser.json` lists who may.
 */
export function openSecret(ring: KeyRing, secret: SecretKey & SealedValue): Uint8Array | Closed {
  const key = ring.key(secret.keyId);
  if (!key) return 'no key';
  try {
    return unseal(secret, secret, key);
  } catch {
    return 'damaged';
  }
}
