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
import type { Sql, SqlDatabase, SqlRow } from './sql.ts';
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
    return this.#write(key, options, async (sql, current, version) => {
      const updatedAt = new Date().toISOString();
      await sql.run(
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
    return this.#journal.write(async (sql, note) => {
      const changed = await sql.run(
        `UPDATE secret SET key_id = ?, value = ?
         WHERE name = ? AND environment = ? AND version = ? AND value IS NOT NULL`,
        [storable(keyId), bytes, ...keyValues(key), version],
      );
      const event = audit?.(changed > 0);
      if (event) await note(event);
      return changed > 0;
    });
  }

  remove(key: SecretKey, options: SecretWrite<SecretRemoval> = {}): Promise<SecretRemoval> {
    return this.#write(key, options, async (sql, current, version) => {
      if (!current) return { outcome: 'absent' };
      await sql.run(
        'UPDATE secret SET value = NULL, version = ?, updated_at = ? WHERE name = ? AND environment = ?',
        [version, new Date().toISOString(), ...keyValues(key)],
      );
      return { outcome: 'removed' };
    });
  }

  #write<Result>(
    key: SecretKey,
    { ifVersion, audit }: SecretWrite<Result | SecretConflict>,
    work: (sql: Sql, current: SecretInfo | undefined, version: number) => Promise<Result>,
  ): Promise<Result | SecretConflict> {
    return this.#journal.write(async (sql, note) => {
      const row = await rowOf(sql, key);
      const current = row && row.value !== null ? infoOf(row) : undefined;
      const result: Result | SecretConflict =
        ifVersion !== undefined && ifVersion !== (current?.version ?? 0)
          ? { outcome: 'conflict', secret: current }
          : await work(sql, current, Number(row?.version ?? 0) + 1);
      const event = audit?.(result);
      if (event) await note(event);
      return result;
    });
  }
}

function rowOf(sql: Sql, key: SecretKey): Promise<SqlRow | undefined> {
  return sql.get('SELECT * FROM secret WHERE name = ? AND environment = ?', keyValues(key));
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
