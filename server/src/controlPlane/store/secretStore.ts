import type { Environment } from '../../manifest/document.ts';
import type { Audited } from './auditLog.ts';

/** What names a secret. */
export interface SecretKey {
  name: string;
  /** Absent: the same in every environment. */
  environment: Environment | undefined;
}

/** A value as the secret manager sealed it; the store cannot read it. */
export interface SealedValue {
  bytes: Uint8Array;
  /** Names the key that opens it. */
  keyId: string;
}

/** What may be told of a secret. */
export interface SecretInfo extends SecretKey {
  keyId: string;
  /** Counts from 1 and grows with each change, also over a removal. */
  version: number;
  updatedAt: string;
}

export interface SecretWrite<Result> extends Audited<Result> {
  /** The version that must be there now; 0: none. Absent: any. */
  ifVersion?: number;
  /** Aborted once nobody waits for the result: what has not begun by then is dropped. */
  signal?: AbortSignal;
}

/** Nothing was changed; `secret` is what is there. */
export interface SecretConflict {
  outcome: 'conflict';
  secret: SecretInfo | undefined;
}
export type SecretPut = { outcome: 'created' | 'updated'; secret: SecretInfo } | SecretConflict;
export type SecretRemoval = { outcome: 'removed' | 'absent' } | SecretConflict;

/** Encrypted values. */
export interface SecretStore {
  put(key: SecretKey, value: SealedValue, options?: SecretWrite<SecretPut>): Promise<SecretPut>;
  get(key: SecretKey): Promise<(SecretInfo & SealedValue) | undefined>;
  /** Ordered by name and environment, without values. @param keyId only those sealed with this key */
  list(keyId?: string): Promise<SecretInfo[]>;
  /**
   * Replaces the seal of what is still at this version; its version and time stay, since the value does.
   *
   * @returns whether it was: otherwise it was changed or removed meanwhile, and is left as it is
   */
  reseal(
    key: SecretKey,
    value: SealedValue,
    options: Audited<boolean> & { version: number },
  ): Promise<boolean>;
  /** Erases the value. */
  remove(key: SecretKey, options?: SecretWrite<SecretRemoval>): Promise<SecretRemoval>;
}
