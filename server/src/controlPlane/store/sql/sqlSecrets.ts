import { isEnvironment } from '../../../manifest/environment.ts';
import type { Audited } from '../auditLog.ts';
import type {
  SealedValue,
  SecretConflict,
  SecretInfo,
  SecretKey,
  SecretPut,
  SecretRemoval,
  SecretStore,
  SecretWrite,
} from '../secretStore.ts';
import type { Journal } from './journal.ts';
import type { Sql, SqlDatabase, SqlRow, Transaction } from './sql.ts';
import { storable } from './values.ts';

export class SqlSecrets implements SecretStore {
  readonly #database: SqlDatabase;
  readonly #journal: Journal;

  constructor(database: SqlDatabase, journal: Journal) {
    this.#database = database;
    this.#journal = journal;
  }

  put(
    key: SecretKey,
    { bytes, keyId }: SealedValue,
    options: SecretWrite<SecretPut> = {},
  ): Promise<SecretPut> {
    return this.#write(key, options, (sql, current, version) => {
      const updatedAt = new Date().toISOString();
      sql.send(
        `INSERT INTO secret (name, environment, version, key_id, value, updated_at) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (name, environment) DO UPDATE SET version = excluded.version, key_id = excluded.key_id,
           value = excluded.value, updated_at = excluded.updated_at`,
        [...keyValues(key), version, storable(keyId), bytes, updatedAt],
      );
      const secret = { name: key.name, environment: key.environment, keyId, version, updatedAt };
      return { outcome: current ? 'updated' : 'created', secret };
    });
  }

  async get(key: SecretKey): Promise<(SecretInfo & SealedValue) | undefined> {
    const row = await rowOf(this.#database, key);
    if (!(row?.value instanceof Uint8Array)) return undefined;
    return { ...infoOf(row), bytes: new Uint8Array(row.value) };
  }

  async list(keyId?: string): Promise<SecretInfo[]> {
    const rows = await this.#database.all(
      `SELECT name, environment, version, key_id, updated_at FROM secret WHERE value IS NOT NULL
       ${keyId === undefined ? '' : 'AND key_id = ?'} ORDER BY name, environment`,
      keyId === undefined ? [] : [storable(keyId)],
    );
    return rows.map(infoOf);
  }

  reseal(
    key: SecretKey,
    { bytes, keyId }: SealedValue,
    { version, audit }: Audited<boolean> & { version: number },
  ): Promise<boolean> {
    return this.#journal.write({
      ...(audit ? { audit } : {}),
      ...readsRow(key),
      apply: (row, { sql }) => {
        if (!row || row.value === null || Number(row.version) !== version) return false;
        sql.send('UPDATE secret SET key_id = ?, value = ? WHERE name = ? AND environment = ?', [
          storable(keyId),
          bytes,
          ...keyValues(key),
        ]);
        return true;
      },
    });
  }

  remove(key: SecretKey, options: SecretWrite<SecretRemoval> = {}): Promise<SecretRemoval> {
    return this.#write(key, options, (sql, current, version) => {
      if (!current) return { outcome: 'absent' };
      sql.send(
        'UPDATE secret SET value = NULL, version = ?, updated_at = ? WHERE name = ? AND environment = ?',
        [version, new Date().toISOString(), ...keyValues(key)],
      );
      return { outcome: 'removed' };
    });
  }

  #write<Result>(
    key: SecretKey,
    { ifVersion, ...options }: SecretWrite<Result | SecretConflict>,
    work: (sql: Transaction, current: SecretInfo | undefined, version: number) => Result,
  ): Promise<Result | SecretConflict> {
    return this.#journal.write<SqlRow | undefined, Result | SecretConflict>({
      ...options,
      ...readsRow(key),
      apply: (row, { sql }) => {
        const current = row && row.value !== null ? infoOf(row) : undefined;
        if (ifVersion !== undefined && ifVersion !== (current?.version ?? 0))
          return { outcome: 'conflict', secret: current };
        return work(sql, current, Number(row?.version ?? 0) + 1);
      },
    });
  }
}

function rowOf(sql: Sql, key: SecretKey): Promise<SqlRow | undefined> {
  return sql.get('SELECT * FROM secret WHERE name = ? AND environment = ?', keyValues(key));
}

/** What a write to one secret reads. */
function readsRow(key: SecretKey) {
  return {
    subject: JSON.stringify(['secret', ...keyValues(key)]),
    read: (sql: Sql) => rowOf(sql, key),
  };
}

function keyValues({ name, environment }: SecretKey): [string, string] {
  return [storable(name), environment ?? ''];
}

function infoOf(row: SqlRow): SecretInfo {
  return {
    name: String(row.name),
    environment: isEnvironment(row.environment) ? row.environment : undefined,
    keyId: String(row.key_id),
    version: Number(row.version),
    updatedAt: String(row.updated_at),
  };
}
