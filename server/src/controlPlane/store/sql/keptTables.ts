import { NewerStoreError } from '../store.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Dialect, Sql } from './sql.ts';

/** A table that a backup keeps. */
export interface KeptTable {
  name: string;
  /** Orders its rows. */
  key: readonly string[];
  /** The first format that has it. */
  since: number;
  /** Counts by itself: what is restored must not be counted again. */
  identity?: string;
}

export const KEPT_TABLES: readonly KeptTable[] = [
  { name: 'catalog_entry', key: ['id'], since: 2, identity: 'id' },
  { name: 'catalog_version', key: ['entry', 'version'], since: 2 },
  { name: 'changes', key: ['seq'], since: 1, identity: 'seq' },
  { name: 'audit', key: ['seq'], since: 3 },
  { name: 'audit_gap', key: ['first_seq'], since: 3 },
  { name: 'secret', key: ['name', 'environment'], since: 3 },
  { name: 'pin', key: ['server', 'kind', 'name', 'hash'], since: 7 },
  { name: 'metric_series', key: ['id'], since: 5, identity: 'id' },
  { name: 'metric_bucket', key: ['series', 'resolution', 'start_at'], since: 5 },
];

/** Tables that a backup leaves out: indexes, which are made from the others, and what is over in minutes. */
export const PASSING_TABLES: readonly string[] = [
  'catalog_tag',
  'catalog_words',
  'quota',
  'lease',
  'heady_format',
];

/** Whether anything was ever written. @throws NewerStoreError */
export async function isOccupied(sql: Sql): Promise<boolean> {
  const format = await sql.dialect.readFormat(sql);
  if (format > MIGRATIONS.length) throw new NewerStoreError(format, MIGRATIONS.length);
  for (const { name, since } of KEPT_TABLES) {
    if (since <= format && (await sql.get(`SELECT 1 AS one FROM ${name} LIMIT 1`))) return true;
  }
  return false;
}

/** Every table that any migration makes. */
export function tablesEverMade(dialect: Dialect): string[] {
  const statements = MIGRATIONS.flatMap((migration) => migration.statements(dialect));
  return statements.flatMap((sql) => /^CREATE (?:VIRTUAL )?TABLE (\w+)/.exec(sql)?.[1] ?? []);
}
