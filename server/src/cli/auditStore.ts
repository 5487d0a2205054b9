import { openRawStore, openStore } from '../controlPlane/openStore.ts';
import type { StoreOptions } from '../controlPlane/settings/options.ts';
import type { AuditLog } from '../controlPlane/store/auditLog.ts';
import { assertLatestFormat } from '../controlPlane/store/sql/latestFormat.ts';
import type { AuditWork } from './auditWork.ts';

/**
 * Opens the audit log of a store that is there already. Whoever reads what happened must change nothing: nothing is
 * made, migrated or mended.
 *
 * @throws StoreError
 */
export async function withAuditLog<T>(
  { store, storeTimeout }: StoreOptions,
  { terminal }: Pick<AuditWork, 'terminal'>,
  work: (log: AuditLog) => Promise<T>,
): Promise<T> {
  const warn = (message: string) => terminal.stderr.write(`heady audit: ${message}\n`);
  const patience = storeTimeout;
  const raw = await openRawStore(store, { warn, patience });
  try {
    await raw.read(assertLatestFormat);
  } finally {
    await raw.close();
  }
  const opened = await openStore(store, warn, { patience, whenDamaged: 'refuse' });
  try {
    return await work(opened.audit);
  } finally {
    await opened.close();
  }
}
