import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SealedValue, SecretKey } from '../store/secretStore.ts';
import type { SealingKey } from './keyRing.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
const LENGTHS = { authTagLength: TAG_LENGTH };

/** How the bytes are laid out: this byte, the nonce, the tag, the encrypted value. */
const FORMAT = 1;
const HEAD = 1 + NONCE_LENGTH + TAG_LENGTH;

/** Encrypts a value for one secret: as the value of another, or under another key's name, it does not open. */
export function seal(secret: SecretKey, value: Uint8Array, { id, key }: SealingKey): SealedValue {
  const nonce = randomBytes(NONCE_LENGTH);
  const cipher = createCipheriv(CIPHER, key, nonce, LENGTHS).setAAD(boundTo(secret, id));
  const encrypted = Buffer.concat([cipher.update(value), cipher.final()]);
  const bytes = Buffer.concat([Uint8Array.of(FORMAT), nonce, cipher.getAuthTag(), encrypted]);
  return { bytes: new Uint8Array(bytes), keyId: id };
}

/** @throws where the bytes are not what this key sealed for this secret; the message tells nothing of them */
export function unseal(secret: SecretKey, { bytes }: SealedValue, { id, key }: SealingKey): Uint8Array {
  if (bytes.length < HEAD || bytes[0] !== FORMAT) throw new Error('It is in no format that is known here.');
  const nonce = bytes.subarray(1, 1 + NONCE_LENGTH);
  const decipher = createDecipheriv(CIPHER, key, nonce, LENGTHS)
    .setAAD(boundTo(secret, id))
    .setAuthTag(bytes.subarray(1 + NONCE_LENGTH, HEAD));
  return Buffer.concat([decipher.update(bytes.subarray(HEAD)), decipher.final()]);
}

function boundTo({ name, environment }: SecretKey, keyId: string): Uint8Array {
  return Buffer.from(JSON.stringify([FORMAT, name, environment ?? null, keyId]));
}
