import type {
  SecretInfo,
  SecretKey,
  SecretPut,
  SecretRemoval,
  SecretStore,
  SecretWrite,
} from '../store/secretStore.ts';
import type { KeyRing } from './keyRing.ts';
import { seal } from './seal.ts';

/** A secret as its list shows it. */
export interface ListedSecret extends SecretInfo {
  /** The key that sealed it is here. */
  openable: boolean;
}

/** The secret manager towards its users: takes values in and never gives one out. */
export class Vault {
  readonly #store: SecretStore;
  readonly #ring: KeyRing | undefined;

  /** @param ring absent: values can be neither kept nor opened */
  constructor(store: SecretStore, ring: KeyRing | undefined) {
    this.#store = store;
    this.#ring = ring;
  }

  /** Whether there is a key to seal with. */
  get hasKey(): boolean {
    return this.#ring !== undefined;
  }

  /** @throws without a key */
  async set(secret: SecretKey, value: string, options: SecretWrite<SecretPut> = {}): Promise<SecretPut> {
    if (!this.#ring) throw new Error('There is no key to seal secrets with.');
    return await this.#store.put(secret, seal(secret, Buffer.from(value), this.#ring.current), options);
  }

  /** Erases a value, for good. */
  remove(secret: SecretKey, options: SecretWrite<SecretRemoval> = {}): Promise<SecretRemoval> {
    return this.#store.remove(secret, options);
  }

  /** Ordered by name and environment. */
  async list(): Promise<ListedSecret[]> {
    const secrets = await this.#store.list();
    return secrets.map((secret) => ({ ...secret, openable: this.#ring?.key(secret.keyId) !== undefined }));
  }
}
