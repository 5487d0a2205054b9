import type { Store } from '../store.ts';
import { AuditFeed } from './auditFeed.ts';
import { ChangeFeed } from './changeFeed.ts';
import { Journal } from './journal.ts';
import { migrate } from './migrate.ts';
import { PinFeed } from './pinFeed.ts';
import type { SqlDatabase } from './sql.ts';
import { SqlAuditLog } from './sqlAuditLog.ts';
import { SqlCatalog } from './sqlCatalog.ts';
import { SqlLeases } from './sqlLeases.ts';
import { SqlMetrics } from './sqlMetrics.ts';
import { SqlPins } from './sqlPins.ts';
import { SqlQuotas } from './sqlQuotas.ts';
import { SqlSecrets } from './sqlSecrets.ts';

/**
 * Makes a store over a database, whose format is brought up to date; on failure the database is closed.
 *
 * @throws StoreError
 */
export async function openSqlStore(database: SqlDatabase): Promise<Store> {
  try {
    await migrate(database);
    await database.adopt();
    const feed = await ChangeFeed.open(database);
    const auditFeed = await AuditFeed.open(database);
    const pinFeed = await PinFeed.open(database);
    const wake = () => {
      feed.wake();
      auditFeed.wake();
      pinFeed.wake();
    };
    database.onForeignWrite(wake);
    const journal = new Journal(database, wake);
    return {
      catalog: new SqlCatalog(database, journal, feed),
      audit: new SqlAuditLog(database, journal, auditFeed),
      secrets: new SqlSecrets(database, journal),
      pins: new SqlPins(database, journal, pinFeed),
      quotas: new SqlQuotas(database),
      leases: new SqlLeases(database),
      metrics: new SqlMetrics(database),
      ping: async () => void (await database.get('SELECT 1 AS one')),
      close: async () => {
        await journal.settled();
        await feed.close();
        await auditFeed.close();
        await pinFeed.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
