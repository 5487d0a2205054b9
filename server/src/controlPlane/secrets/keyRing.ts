import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** Shorter ones can be guessed: 256 bits, or as many random characters. In bytes. */
export const KEY_LENGTH = 32;

/** A key that seals values. */
export interface SealingKey {
  /** Names it, and tells nothing of it. */
  id: string;
  key: KeyObject;
}

/** The keys that a control plane was given. What names one and what seals with it are each derived from it. */
export class KeyRing {
  readonly current: SealingKey;
  readonly #keys: ReadonlyMap<string, SealingKey>;

  /**
   * @param texts each of KEY_LENGTH or more; the first seals, all of them open
   * @throws where there is none, or one is too short
   */
  constructor(texts: readonly string[]) {
    const keys = texts.map(sealingKey);
    const [current] = keys;
    if (!current) throw new Error('A key ring needs a key.');
    this.current = current;
    this.#keys = new Map(keys.map((key) => [key.id, key]));
  }

  /** @returns undefined for a key that was not given */
  key(id: string): SealingKey | undefined {
    return this.#keys.get(id);
  }

  get ids(): readonly string[] {
    return [...this.#keys.keys()];
  }
}

function sealingKey(text: string): SealingKey {
  const secret = Buffer.from(text);
  if (secret.length < KEY_LENGTH) throw new Error(`A key is shorter than ${KEY_LENGTH} bytes.`);
  const derive = (use: string, length: number) =>
    new Uint8Array(
      hkdfSync('sha256', secret, new Uint8Array(), `heady control plane secrets ${use}`, length),
    );
  return { id: Buffer.from(derive('key id', 8)).toString('hex'), key: createSecretKey(derive('seal', 32)) };
}
