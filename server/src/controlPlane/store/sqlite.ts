import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import { isEnvironment } from '../../manifest/environment.ts';
import type {
  CatalogQuery,
  CatalogStore,
  Change,
  EntryDraft,
  EntryKey,
  EntryVersion,
  Page,
  PutResult,
  SearchResult,
  StoredEntry,
} from './catalogStore.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { openDatabase } from './openDatabase.ts';

/** How often another process's writes are looked for, in milliseconds; costs a read of shared memory. */
const POLL_INTERVAL = 500;

/** A page stops here, however many entries were asked for: in UTF-16 units of manifests. */
const PAGE_TEXT = 4_000_000;

/** Changes handed to a watcher at a time. */
const CHANGES_AT_A_TIME = 1_000;

type Row = Record<string, SQLOutputValue>;

/**
 * Opens a catalog kept in an SQLite file, which several processes may share.
 *
 * @param warn told of a damaged file that was moved aside
 * @throws StoreError
 */
export function openSqliteStore(path: string, warn: (message: string) => void): CatalogStore {
  return new SqliteStore(openDatabase(path, warn));
}

class SqliteStore implements CatalogStore {
  readonly #database: DatabaseSync;
  readonly #listeners = new Set<(changes: readonly Change[]) => void>();
  #poll: NodeJS.Timeout | undefined;
  #dataVersion: unknown;
  /** Revision up to which the watchers know. */
  #announced = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  async search(query: CatalogQuery, { limit, cursor }: Page): Promise<SearchResult> {
    const conditions = conditionsOf(query);
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    return this.#transaction('DEFERRED', () => {
      const revision = this.#revision();
      const total = Number(
        this.#get(`SELECT count(*) AS n FROM entry WHERE ${conditions.sql}`, conditions.values)?.n,
      );
      const rows = this.#database
        .prepare(
          `SELECT * FROM entry WHERE ${conditions.sql} ${after ? 'AND (kind, name, environment) > (?, ?, ?)' : ''}
           ORDER BY kind, name, environment LIMIT ?`,
        )
        .iterate(...conditions.values, ...(after ?? []), limit + 1);
      const entries: StoredEntry[] = [];
      let text = 0;
      let more = false;
      for (const row of rows) {
        text += String(row.manifest).length;
        more = entries.length === limit || (entries.length > 0 && text > PAGE_TEXT);
        if (more) break;
        entries.push(entryOf(row));
      }
      const last = entries.at(-1);
      const nextCursor =
        more && last ? encodeCursor([last.kind, last.name, last.environment ?? '']) : undefined;
      return { entries, total, revision, ...(nextCursor === undefined ? {} : { nextCursor }) };
    });
  }

  async get(key: EntryKey): Promise<StoredEntry | undefined> {
    return this.#entry(key);
  }

  async put(draft: EntryDraft, ifVersion?: number): Promise<PutResult> {
    const result = this.#transaction('IMMEDIATE', (): PutResult => {
      const before = this.#entry(draft);
      if (before && isDeepStrictEqual(before.manifest, draft.manifest))
        return { outcome: 'unchanged', entry: before };
      if (ifVersion !== undefined && ifVersion !== (before?.version ?? 0))
        return { outcome: 'conflict', entry: before };
      return {
        outcome: before ? 'updated' : 'created',
        entry: this.#write(draft, (before?.version ?? 0) + 1),
      };
    });
    this.#announce();
    return result;
  }

  async history(key: EntryKey): Promise<EntryVersion[]> {
    return this.#database
      .prepare(
        'SELECT * FROM entry_version WHERE kind = ? AND name = ? AND environment = ? ORDER BY version DESC',
      )
      .all(...keyValues(key))
      .map((row) => ({
        version: Number(row.version),
        manifest: JSON.parse(String(row.manifest)),
        registeredAt: String(row.registered_at),
        ...optional('source', row.source),
      }));
  }

  async changes(after: number, limit: number): Promise<Change[]> {
    return this.#changes(after, limit);
  }

  async revision(): Promise<number> {
    return this.#revision();
  }

  watch(listener: (changes: readonly Change[]) => void): () => void {
    if (this.#listeners.size === 0) this.#announced = this.#revision();
    this.#listeners.add(listener);
    this.#poll ??= setInterval(() => this.#lookForOthers(), POLL_INTERVAL).unref();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stopPolling();
    };
  }

  async close(): Promise<void> {
    this.#stopPolling();
    this.#listeners.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  #stopPolling(): void {
    clearInterval(this.#poll);
    this.#poll = undefined;
  }

  /** `data_version` moves when another connection commits; only then is it worth a query. */
  #lookForOthers(): void {
    const { data_version } = this.#get('PRAGMA data_version') ?? {};
    if (data_version === this.#dataVersion) return;
    this.#dataVersion = data_version;
    this.#announce();
  }

  #announce(): void {
    while (this.#listeners.size > 0) {
      const changes = this.#changes(this.#announced, CHANGES_AT_A_TIME);
      const last = changes.at(-1);
      if (!last) return;
      this.#announced = last.revision;
      for (const listener of this.#listeners) listener(changes);
    }
  }

  #write(draft: EntryDraft, version: number): StoredEntry {
    const { manifest, source, tags, title, vertical, owner, sensitivity } = draft;
    const key = keyValues(draft);
    const text = JSON.stringify(manifest);
    const registeredAt = new Date().toISOString();
    const { lastInsertRowid } = this.#database
      .prepare('INSERT INTO changes (kind, name, environment, version) VALUES (?, ?, ?, ?)')
      .run(...key, version);
    const revision = Number(lastInsertRowid);
    this.#database
      .prepare(
        `INSERT INTO entry (kind, name, environment, manifest, title, vertical, owner, sensitivity, tags, search_text,
           version, registered_at, source, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (kind, name, environment) DO UPDATE SET manifest = excluded.manifest, title = excluded.title,
           vertical = excluded.vertical, owner = excluded.owner, sensitivity = excluded.sensitivity,
           tags = excluded.tags, search_text = excluded.search_text, version = excluded.version,
           registered_at = excluded.registered_at, source = excluded.source, revision = excluded.revision`,
      )
      .run(
        ...key,
        text,
        title ?? null,
        vertical ?? null,
        owner ?? null,
        sensitivity ?? null,
        JSON.stringify(tags),
        searchText(draft),
        version,
        registeredAt,
        source ?? null,
        revision,
      );
    this.#database
      .prepare(
        `INSERT INTO entry_version (kind, name, environment, version, manifest, registered_at, source)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(...key, version, text, registeredAt, source ?? null);
    return { ...draft, version, registeredAt, revision };
  }

  #entry(key: EntryKey): StoredEntry | undefined {
    const row = this.#get(
      'SELECT * FROM entry WHERE kind = ? AND name = ? AND environment = ?',
      keyValues(key),
    );
    return row && entryOf(row);
  }

  #changes(after: number, limit: number): Change[] {
    return this.#database
      .prepare('SELECT * FROM changes WHERE seq > ? ORDER BY seq LIMIT ?')
      .all(after, limit)
      .map((row) => ({ ...keyOf(row), revision: Number(row.seq), version: Number(row.version) }));
  }

  #revision(): number {
    return Number(this.#get('SELECT coalesce(max(seq), 0) AS revision FROM changes')?.revision);
  }

  #get(sql: string, values: readonly (string | number)[] = []): Row | undefined {
    return this.#database.prepare(sql).get(...values);
  }

  #transaction<T>(mode: 'DEFERRED' | 'IMMEDIATE', work: () => T): T {
    this.#database.exec(`BEGIN ${mode}`);
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

function conditionsOf(query: CatalogQuery): { sql: string; values: (string | number)[] } {
  const parts: string[] = ['1'];
  const values: (string | number)[] = [];
  const add = (sql: string, ...given: (string | number)[]) => {
    parts.push(sql);
    values.push(...given);
  };
  if (query.text) add('instr(search_text, ?) > 0', query.text.toLowerCase());
  if (query.kind !== undefined) add('kind = ?', query.kind);
  if (query.environment !== undefined)
    add('environment = ?', query.environment === 'none' ? '' : query.environment);
  if (query.vertical !== undefined) add('vertical = ?', query.vertical);
  if (query.owner !== undefined) add('owner = ?', query.owner);
  if (query.since !== undefined) add('revision > ?', query.since);
  if (query.tag !== undefined) {
    const [, key = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(query.tag) ?? [];
    if (value === undefined) add('EXISTS (SELECT 1 FROM json_each(tags) AS tag WHERE tag.key = ?)', key);
    else add('EXISTS (SELECT 1 FROM json_each(tags) AS tag WHERE tag.key = ? AND tag.value = ?)', key, value);
  }
  return { sql: parts.join(' AND '), values };
}

/** Lower case here, as SQLite lowers ASCII alone. Parts are kept apart, so that no match spans two of them. */
function searchText({ name, title, owner, vertical, manifest }: EntryDraft): string {
  const description = (manifest as { metadata?: { description?: unknown } }).metadata?.description;
  return [name, title, owner, vertical, description]
    .filter((part) => typeof part === 'string')
    .join('\n')
    .toLowerCase();
}

function entryOf(row: Row): StoredEntry {
  return {
    ...keyOf(row),
    manifest: JSON.parse(String(row.manifest)),
    version: Number(row.version),
    registeredAt: String(row.registered_at),
    revision: Number(row.revision),
    tags: JSON.parse(String(row.tags)),
    ...optional('title', row.title),
    ...optional('vertical', row.vertical),
    ...optional('owner', row.owner),
    ...optional('sensitivity', row.sensitivity),
    ...optional('source', row.source),
  };
}

function keyOf(row: Row): EntryKey {
  const environment = isEnvironment(row.environment) ? row.environment : undefined;
  return { kind: String(row.kind), name: String(row.name), environment };
}

function keyValues({ kind, name, environment }: EntryKey): [string, string, string] {
  return [kind, name, environment ?? ''];
}

function optional<K extends string>(key: K, value: SQLOutputValue | undefined): { [P in K]?: string } {
  return (typeof value === 'string' ? { [key]: value } : {}) as { [P in K]?: string };
}
