import { isDeepStrictEqual } from 'node:util';
import type {
  CatalogQuery,
  CatalogStore,
  Change,
  EntryCount,
  EntryDraft,
  EntryKey,
  EntryVersion,
  HistoryPage,
  Page,
  PutResult,
  RetireOptions,
  RetireResult,
  SearchResult,
  StoredEntry,
  WriteOptions,
} from '../catalogStore.ts';
import { countOf, entryOf, keyValues, versionOf } from './catalogRows.ts';
import { searchCatalog } from './catalogSearch.ts';
import { retireEntry, writeEntry } from './catalogWrites.ts';
import type { ChangeFeed } from './changeFeed.ts';
import { changesAfter, revisionOf } from './changes.ts';
import type { Journal } from './journal.ts';
import type { Sql, SqlDatabase, SqlRow } from './sql.ts';
import { storable } from './values.ts';

export class SqlCatalog implements CatalogStore {
  readonly #database: SqlDatabase;
  readonly #journal: Journal;
  readonly #feed: ChangeFeed;

  constructor(database: SqlDatabase, journal: Journal, feed: ChangeFeed) {
    this.#database = database;
    this.#journal = journal;
    this.#feed = feed;
  }

  search(query: CatalogQuery, page: Page): Promise<SearchResult> {
    return searchCatalog(this.#database, query, page);
  }

  async get(key: EntryKey): Promise<StoredEntry | undefined> {
    const [kind, name, environment, release] = keyValues(key);
    const row = await this.#database.get(
      `${ENTRY} AND e.retired_at IS NULL ${key.release === undefined ? '' : 'AND e.release = ?'}
       ORDER BY e.revision DESC LIMIT 1`,
      [kind, name, environment, ...(key.release === undefined ? [] : [release])],
    );
    return row && entryOf(row);
  }

  put(draft: EntryDraft, { ifVersion, ...options }: WriteOptions<PutResult> = {}): Promise<PutResult> {
    return this.#journal.write<SqlRow | undefined, PutResult>({
      ...options,
      ...readsExactly(draft),
      apply: (row, batch) => {
        const before = row && entryOf(row);
        const current = before?.retiredAt === undefined ? before : undefined;
        if (current && isDeepStrictEqual(current.manifest, draft.manifest))
          return { outcome: 'unchanged', entry: current };
        if (ifVersion !== undefined && ifVersion !== (current?.version ?? 0))
          return { outcome: 'conflict', entry: current };
        const former = { id: row && Number(row.id), version: before?.version ?? 0, entry: current };
        return { outcome: current ? 'updated' : 'created', entry: writeEntry(batch, draft, former) };
      },
    });
  }

  retire(key: EntryKey, { ifVersion, actor, source, ...options }: RetireOptions = {}): Promise<RetireResult> {
    const by = { ...(actor === undefined ? {} : { actor }), ...(source === undefined ? {} : { source }) };
    return this.#journal.write<SqlRow | undefined, RetireResult>({
      ...options,
      ...readsExactly(key),
      apply: (row, batch) => {
        const before = row && entryOf(row);
        if (before?.retiredAt !== undefined || !before) return { outcome: 'absent' };
        if (ifVersion !== undefined && ifVersion !== before.version)
          return { outcome: 'conflict', entry: before };
        return { outcome: 'retired', entry: retireEntry(batch, before, Number(row.id), by) };
      },
    });
  }

  async history(key: EntryKey, page?: HistoryPage): Promise<EntryVersion[]> {
    const [kind, name, environment, release] = keyValues(key);
    const { limit, before } = page ?? {};
    const rows = await this.#database.all(
      `SELECT v.* FROM catalog_version v WHERE v.entry = (
         SELECT id FROM catalog_entry WHERE kind = ? AND name = ? AND environment = ?
           ${key.release === undefined ? '' : 'AND release = ?'} ORDER BY revision DESC LIMIT 1)
         ${before === undefined ? '' : 'AND v.version < ?'}
       ORDER BY v.version DESC ${limit === undefined ? '' : 'LIMIT ?'}`,
      [
        ...[kind, name, environment],
        ...(key.release === undefined ? [] : [release]),
        ...[before, limit].filter((each) => each !== undefined),
      ],
    );
    return rows.map(versionOf);
  }

  async count(vertical?: string): Promise<EntryCount[]> {
    const rows = await this.#database.all(
      `SELECT kind, environment, vertical, count(*) AS count FROM catalog_entry
       WHERE retired_at IS NULL ${vertical === undefined ? '' : 'AND vertical = ?'}
       GROUP BY vertical, kind, environment ORDER BY vertical, kind, environment`,
      vertical === undefined ? [] : [storable(vertical)],
    );
    return rows.map(countOf);
  }

  changes(after: number, limit: number): Promise<Change[]> {
    return changesAfter(this.#database, after, limit);
  }

  revision(): Promise<number> {
    return revisionOf(this.#database);
  }

  watch(listener: (changes: readonly Change[]) => void): () => void {
    return this.#feed.watch(listener);
  }
}

const ENTRY = `SELECT e.*, v.manifest, v.actor FROM catalog_entry e
  JOIN catalog_version v ON v.entry = e.id AND v.version = e.version
  WHERE e.kind = ? AND e.name = ? AND e.environment = ?`;

/** What a write to one entry reads. */
function readsExactly(key: EntryKey) {
  const values = keyValues(key);
  return {
    subject: JSON.stringify(values),
    read: (sql: Sql): Promise<SqlRow | undefined> => sql.get(`${ENTRY} AND e.release = ?`, values),
  };
}
