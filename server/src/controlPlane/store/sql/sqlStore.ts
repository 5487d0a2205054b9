import type { Store } from '../store.ts';
import { ChangeFeed } from './changeFeed.ts';
import { Journal } from './journal.ts';
import { migrate } from './migrate.ts';
import type { SqlDatabase } from './sql.ts';
import { SqlAuditLog } from './sqlAuditLog.ts';
import { SqlCatalog } from './sqlCatalog.ts';
import { SqlLeases } from './sqlLeases.ts';
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
    database.onForeignWrite(() => feed.wake());
    const journal = new Journal(database, () => feed.wake());
    return {
      catalog: new SqlCatalog(database, journal, feed),
      audit: new SqlAuditLog(database, journal),
      secrets: new SqlSecrets(database, journal),
      quotas: new SqlQuotas(database),
      leases: new SqlLeases(database),
      ping: async () => void (await database.get('SELECT 1 AS one')),
      close: async () => {
        await journal.settled();
        await feed.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
