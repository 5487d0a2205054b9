import type { AuditLog } from './auditLog.ts';
import type { CatalogStore } from './catalogStore.ts';
import type { LeaseStore, QuotaStore } from './limitStore.ts';
import type { MetricStore } from './metricStore.ts';
import type { PinStore } from './pinStore.ts';
import type { SecretStore } from './secretStore.ts';

/** All that a control plane keeps. Every node has one; several share the same data. */
export interface Store {
  readonly catalog: CatalogStore;
  readonly audit: AuditLog;
  readonly secrets: SecretStore;
  readonly pins: PinStore;
  readonly quotas: QuotaStore;
  readonly leases: LeaseStore;
  readonly metrics: MetricStore;
  /** Resolves when the data can be read. @throws StoreError */
  ping(): Promise<void>;
  /** Finishes the writes that are under way. */
  close(): Promise<void>;
}

/** The store cannot do what was asked; the message says why and what to do. Nothing of it was kept. */
export class StoreError extends Error {
  override readonly name: string = 'StoreError';
}

/** The data cannot be reached at present; the same call may work later. A write may or may not have been kept. */
export class StoreUnavailableError extends StoreError {
  override readonly name: string = 'StoreUnavailableError';
}

/** What it was to be opened by is no address: trying again would not help. */
export class StoreAddressError extends StoreError {
  override readonly name = 'StoreAddressError';
}

/** Too many writes wait, here or at other nodes. Nothing of this one was kept, nothing will be. */
export class StoreBusyError extends StoreUnavailableError {
  override readonly name = 'StoreBusyError';
  constructor() {
    super(
      'The control plane has more to write at present than it can. Nothing of this was kept: try again in some seconds.',
    );
  }
}

/** The data is from a Heady that knows more migrations. */
export class NewerStoreError extends StoreError {
  override readonly name = 'NewerStoreError';
  constructor(found: number, known: number) {
    super(
      `It was written by a newer Heady (format ${found}, this one knows ${known}). Update Heady, or use another store.`,
    );
  }
}
