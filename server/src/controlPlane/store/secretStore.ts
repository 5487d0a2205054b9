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

export interface SecretWrite extends Audited<SecretResult> {
  /** The version that must be there now; 0: none. Absent: any. */
  ifVersion?: number;
}

export type SecretResult =
  | { outcome: 'created' | 'updated'; secret: SecretInfo }
  | { outcome: 'removed' | 'absent' }
  | { outcome: 'conflict'; secret: SecretInfo | undefined };

/** Encrypted values. */
export interface SecretStore {
  put(key: SecretKey, value: SealedValue, options?: SecretWrite): Promise<SecretResult>;
  get(key: SecretKey): Promise<(SecretInfo & SealedValue) | undefined>;
  /** Ordered by name and environment, without values. @param keyId only those sealed with this key */
  list(keyId?: string): Promise<SecretInfo[]>;
  /** Erases the value. */
  remove(key: SecretKey, options?: SecretWrite): Promise<SecretResult>;
}
